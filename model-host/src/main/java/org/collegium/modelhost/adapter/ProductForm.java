package org.collegium.modelhost.adapter;

import ai.djl.Device;

/** How the product with {@code B} is computed; that with {@code A} is computed chunk by chunk always. */
enum ProductForm {
  /** All rows of a chunk with all of its slots, by the engine. Good for many positions, and on every device. */
  CHUNKS,

  /** Each row with its own adapters, by the host's processor. Good for one position a row in its memory. */
  ROWS;

  static ProductForm of(ChunkRows chunkRows, Device device) {
    return chunkRows.equals(ChunkRows.TOKENS) && !device.isGpu() ? ROWS : CHUNKS;
  }
}
