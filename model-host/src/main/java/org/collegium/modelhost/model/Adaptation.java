package org.collegium.modelhost.model;

import ai.djl.ndarray.NDArray;

/** What is added to the products of the base's linear layers. */
@FunctionalInterface
public interface Adaptation {
  /** The base as it is. */
  Adaptation NONE = (layer, projection, input, product) -> product;

  /**
   * Adds to the product of one projection, in a new array or in place.
   *
   * @param input {@code [rows, in]} or {@code [rows, time, in]}
   * @param product the base's product, {@code [rows, out]} or {@code [rows, time, out]}, contiguous; not to be used
   *     again
   * @return the adapted product, of the same shape
   */
  NDArray adapt(int layer, Projection projection, NDArray input, NDArray product);

  /** This adaptation and another one, both active: their updates add up. */
  default Adaptation and(Adaptation other) {
    return (layer, projection, input, product) ->
        other.adapt(layer, projection, input, adapt(layer, projection, input, product));
  }
}
