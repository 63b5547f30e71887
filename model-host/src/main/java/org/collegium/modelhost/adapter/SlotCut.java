package org.collegium.modelhost.adapter;

import java.util.List;

/**
 * How the rows of a batch are cut into chunks.
 *
 * @param chunkRows rows of a chunk
 * @param slotsMin fewest slots of a chunk
 * @param rank of all adapters, rounded up
 * @param inner what one product with {@code B} sums
 * @param paired whether a row's second adapter must be apart from all that come first
 */
record SlotCut(int chunkRows, int slotsMin, int rank, Inner inner, boolean paired) {
  static final int RANK_STEP = 8;
  static final int INNER_MIN = 16;
  static final int INNER_MAX = 256;

  /** With 4 rows of two adapters each, a larger rank would not fit into one product. */
  private static final int JOINED_RANK_MAX = 32;

  /** What is summed in one product with {@code B}. */
  enum Inner {
    /** All slots that are not second in a row, and those that are. */
    JOINED,

    /** A slot. */
    APART,

    /** There is none: every row is summed by itself. */
    NONE
  }

  /** The cut with the fewest rows in a chunk. */
  static SlotCut least(List<List<Adapter>> rows, ChunkRows chunk, int rankMax, ProductForm form) {
    Inner inner =
        form == ProductForm.ROWS ? Inner.NONE : rankMax <= JOINED_RANK_MAX ? Inner.JOINED : Inner.APART;
    boolean paired = inner != Inner.NONE && rows.stream().anyMatch(row -> row.size() > 1);
    int rank = inner == Inner.APART ? INNER_MIN : RANK_STEP;
    for (List<Adapter> row : rows) {
      for (Adapter adapter : row) {
        rank = Math.max(rank, Math.ceilDiv(adapter.rank(), RANK_STEP) * RANK_STEP);
      }
    }
    return new SlotCut(chunk.min(), 1, rank, inner, paired);
  }

  SlotCut with(int rowsOfChunk, int slots) {
    return new SlotCut(rowsOfChunk, slots, rank, inner, paired);
  }

  /** The padded rank of so many slots in a chunk. */
  int rank(int slots) {
    return inner == Inner.JOINED ? Math.max(rank, Math.ceilDiv(INNER_MIN, paired ? slots / 2 : slots)) : rank;
  }

  /** Products with {@code B}. */
  int pieces(int slots) {
    return switch (inner) {
      case JOINED -> paired ? 2 : 1;
      case APART -> slots;
      case NONE -> 0;
    };
  }

  /** Whether a product with {@code B} is short enough to be summed in one go. */
  boolean fits(int slots, int paddedRank) {
    return inner == Inner.NONE || slots / pieces(slots) * paddedRank <= INNER_MAX;
  }
}
