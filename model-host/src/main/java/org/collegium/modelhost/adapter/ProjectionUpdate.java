package org.collegium.modelhost.adapter;

import ai.djl.ndarray.NDArray;

/** What the adapters of a batch add to the product of one projection. */
@FunctionalInterface
interface ProjectionUpdate {
  /**
   * Adds it in place.
   *
   * @param product of the base, contiguous; what is written elsewhere is lost
   * @param input of the projection
   */
  NDArray addTo(NDArray product, NDArray input);
}
