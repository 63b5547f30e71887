package org.collegium.modelhost.adapter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which adapter stands in which slot of a batch, and which slots each row uses.
 *
 * <p>Rows are cut into chunks of equal length. A chunk has a few slots, each with one adapter; all rows of the chunk
 * are multiplied with the {@code A} of all of its slots at once, and of the result only what belongs to the row's own
 * adapters goes on. So rows that share an adapter share one read of it, and rows that do not still make products of
 * more than one row.
 *
 * <h2>Bits</h2>
 *
 * Products with {@code A} have at least {@value #WIDTH_MIN} columns, a multiple of 8, and their rows keep to {@link
 * ChunkRows}: smaller ones are computed by other kernels. That was measured.
 *
 * <p>With {@link ProductForm#ROWS} that is all. With {@link ProductForm#CHUNKS} a mask leaves zeros of foreign slots,
 * which add exact zeros, so that a row's result does not depend on how many slots there are, as long as the inner
 * length of the product with {@code B} (slots times padded rank) is a multiple of 8 between {@value SlotCut#INNER_MIN}
 * and {@value SlotCut#INNER_MAX}: shorter ones are computed by other kernels, longer ones are cut in two at places that
 * depend on the length. Where large ranks are allowed, every slot is therefore a product of its own. The two adapters
 * of one row are never in one product: the distance between them would show in the sum.
 */
final class SlotPlan {
  /** Columns of a product with {@code A}. */
  private static final int WIDTH_MIN = 16;

  /** Cost of reading one more slot against one more row times slot, as measured with both products at rank 8. */
  private static final double SLOT_COST = 4.5;

  private final int chunks;
  private final int chunkRows;
  private final int slots;
  private final int rank;
  private final int pieces;
  private final Adapter[] contents;
  private final List<List<Adapter>> rows;

  /** The adapters of a chunk: those that come second in a row apart from all others. */
  private record Chunk(List<Adapter> firsts, List<Adapter> seconds) {}

  private SlotPlan(SlotCut cut, int slots, Adapter[] contents, List<List<Adapter>> rows) {
    int chunkRows = cut.chunkRows();
    this.chunks = rows.size() / chunkRows;
    this.chunkRows = chunkRows;
    this.slots = slots;
    this.rank = cut.rank(slots);
    this.pieces = cut.pieces(slots);
    this.contents = contents;
    this.rows = rows;
  }

  /**
   * Plans a batch.
   *
   * @param rows the active adapters of each row, policies before worlds; none for the base alone
   * @param chunk rows of a chunk; the fewest must divide the number of rows
   * @param rankMax largest rank that any batch may bring; decides how sums are cut, so it must not change
   * @param form how the product with {@code B} is computed; the same for all batches
   * @param before plan of the batch before: its cut is kept while it is not much worse, so that what is on the device
   *     stays in place
   */
  static SlotPlan of(
      List<List<Adapter>> rows, ChunkRows chunk, int rankMax, ProductForm form, Optional<SlotPlan> before) {
    SlotCut least = SlotCut.least(rows, chunk, rankMax, form);
    SlotPlan best = cut(rows, least);
    for (int size = 2 * chunk.min(); rows.size() % size == 0; size *= 2) {
      SlotPlan plan = cut(rows, least.with(size, 1));
      if (least.fits(plan.slots, plan.rank) && plan.cost() < best.cost()) {
        best = plan;
      }
    }
    if (before.isPresent() && rows.size() % before.get().chunkRows == 0) {
      SlotPlan same = cut(rows, least.with(before.get().chunkRows, before.get().slots));
      if (same.sameShape(before.get()) && same.cost() < 1.5 * best.cost()) {
        return same;
      }
    }
    return best;
  }

  /** Whether what stands in a slot of one plan stands at the same place in the other. */
  boolean sameShape(SlotPlan other) {
    return slots == other.slots && rank == other.rank && pieces == other.pieces;
  }

  private static SlotPlan cut(List<List<Adapter>> rows, SlotCut cut) {
    int chunkRows = cut.chunkRows();
    int chunks = rows.size() / chunkRows;
    List<Chunk> all = new ArrayList<>();
    int slots = slotsFor(0, cut);
    for (int chunk = 0; chunk < chunks; chunk++) {
      Chunk own = chunk(rows.subList(chunk * chunkRows, (chunk + 1) * chunkRows), cut.paired());
      all.add(own);
      slots = Math.max(slots, slotsFor(Math.max(own.firsts().size(), own.seconds().size()), cut));
    }
    slots = Math.max(slots, cut.slotsMin());
    int secondsFrom = cut.paired() ? slots / 2 : slots;
    Adapter[] contents = new Adapter[chunks * slots];
    for (int chunk = 0; chunk < chunks; chunk++) {
      put(all.get(chunk).firsts(), contents, chunk * slots);
      put(all.get(chunk).seconds(), contents, chunk * slots + secondsFrom);
    }
    return new SlotPlan(cut, slots, contents, rows);
  }

  /** The next power of two, twice when rows have two adapters. */
  private static int slotsFor(int adapters, SlotCut cut) {
    int slots = adapters <= 1 ? 1 : Integer.highestOneBit(adapters - 1) * 2;
    return cut.paired() ? 2 * slots : slots;
  }

  private static void put(List<Adapter> adapters, Adapter[] contents, int from) {
    for (int i = 0; i < adapters.size(); i++) {
      contents[from + i] = adapters.get(i);
    }
  }

  private static Chunk chunk(List<List<Adapter>> rows, boolean paired) {
    List<Adapter> seconds = new ArrayList<>();
    List<Adapter> firsts = new ArrayList<>();
    for (List<Adapter> row : rows) {
      if (paired && row.size() > 1) {
        addOnce(seconds, row.get(1));
      }
    }
    for (List<Adapter> row : rows) {
      for (Adapter adapter : row) {
        if (!holds(seconds, adapter)) {
          addOnce(firsts, adapter);
        }
      }
    }
    return new Chunk(firsts, seconds);
  }

  private static void addOnce(List<Adapter> all, Adapter adapter) {
    if (!holds(all, adapter)) {
      all.add(adapter);
    }
  }

  @SuppressWarnings("ReferenceEquality") // One adapter is one object; equal contents in two slots do no harm.
  private static boolean holds(List<Adapter> all, Adapter adapter) {
    for (Adapter one : all) {
      if (one == adapter) {
        return true;
      }
    }
    return false;
  }

  private double cost() {
    return rank * (SLOT_COST * contents.length + (double) rows.size() * slots);
  }

  int chunks() {
    return chunks;
  }

  int chunkRows() {
    return chunkRows;
  }

  /** Slots of one chunk. */
  int slots() {
    return slots;
  }

  /** Products with {@code B} into which the slots of a chunk are cut. */
  int pieces() {
    return pieces;
  }

  /** The padded rank of all slots in a product with {@code B}. */
  int rank() {
    return rank;
  }

  /** The padded rank in a product with the {@code A} of so many linear layers, which must not be too narrow. */
  int rank(int linears) {
    return Math.max(rank, SlotCut.RANK_STEP * Math.ceilDiv(WIDTH_MIN, linears * slots * SlotCut.RANK_STEP));
  }

  /** Number of rows. */
  int rows() {
    return rows.size();
  }

  /** The adapters of a row. */
  List<Adapter> row(int row) {
    return rows.get(row);
  }

  /** Where an adapter of a row stands in the row's chunk. */
  @SuppressWarnings("ReferenceEquality") // As in holds.
  int slot(int row, Adapter adapter) {
    for (int slot = 0; slot < slots; slot++) {
      if (contents[row / chunkRows * slots + slot] == adapter) {
        return slot;
      }
    }
    throw new IllegalStateException("row " + row + " has an adapter that is in no slot of its chunk");
  }

  /** Whether no row has an adapter. */
  boolean isEmpty() {
    return Arrays.stream(contents).allMatch(adapter -> Optional.ofNullable(adapter).isEmpty());
  }

  /** Slots with an adapter in them. */
  int occupied() {
    return (int) Arrays.stream(contents).filter(adapter -> Optional.ofNullable(adapter).isPresent()).count();
  }

  /** The adapter in a slot of a chunk, if there is one. */
  Optional<Adapter> content(int chunk, int slot) {
    return Optional.ofNullable(contents[chunk * slots + slot]);
  }

  /** Whether every row uses all slots of its chunk, so that nothing need be masked. */
  boolean isPure() {
    return slots == 1 && rows.stream().noneMatch(List::isEmpty);
  }

  /**
   * The mask of a projection: for each row and each column of the products with {@code A} 1 where the row's own
   * adapters stand, else 0.
   *
   * @param layers linear layers of the projection
   * @return {@code [chunks, chunkRows, 1, layers * slots * rank]}
   */
  @SuppressWarnings("ReferenceEquality")
  float[] mask(int layers) {
    int width = layers * slots * rank;
    float[] mask = new float[rows.size() * width];
    for (int row = 0; row < rows.size(); row++) {
      int chunk = row / chunkRows;
      for (int slot = 0; slot < slots; slot++) {
        Adapter content = contents[chunk * slots + slot];
        for (Adapter adapter : rows.get(row)) {
          if (adapter == content) {
            for (int layer = 0; layer < layers; layer++) {
              int from = row * width + (layer * slots + slot) * rank;
              Arrays.fill(mask, from, from + rank, 1);
            }
          }
        }
      }
    }
    return mask;
  }
}
