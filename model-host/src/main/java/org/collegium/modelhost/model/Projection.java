package org.collegium.modelhost.model;

import java.util.List;

/** Linear layers of a block that read the same input, and so are one product. */
public enum Projection {
  QUERY_KEY_VALUE(LinearLayer.QUERY, LinearLayer.KEY, LinearLayer.VALUE),
  OUTPUT(LinearLayer.OUTPUT),
  GATE_UP(LinearLayer.GATE, LinearLayer.UP),
  DOWN(LinearLayer.DOWN);

  @SuppressWarnings("ImmutableEnumChecker") // Made by List.of.
  private final List<LinearLayer> layers;

  Projection(LinearLayer... layers) {
    this.layers = List.of(layers);
  }

  /** The linear layers in the order of their outputs. */
  public List<LinearLayer> layers() {
    return layers;
  }

  /** Length of the common input. */
  public int in(ModelConfiguration configuration) {
    return layers.getFirst().in(configuration);
  }

  /** Length of all outputs, one behind the other. */
  public int out(ModelConfiguration configuration) {
    return layers.stream().mapToInt(layer -> layer.out(configuration)).sum();
  }
}
