package org.collegium.modelhost.adapter;

/**
 * How many rows of a batch may share one product with the adapters.
 *
 * <p>Kernels compute products of 1 to 3 rows in other ways than larger ones, each with its own bits; the multiples of 4
 * from 4 up agree.
 *
 * @param min fewest, a power of two
 */
public record ChunkRows(int min) {
  /** One token a row. */
  public static final ChunkRows TOKENS = new ChunkRows(4);

  /** At least 16 positions a row. */
  public static final ChunkRows SEQUENCES = new ChunkRows(1);
}
