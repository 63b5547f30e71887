package org.collegium.modelhost.model;

/** The seven linear layers of a decoder block, named as in a Hugging Face folder. */
public enum LinearLayer {
  QUERY("self_attn.q_proj"),
  KEY("self_attn.k_proj"),
  VALUE("self_attn.v_proj"),
  OUTPUT("self_attn.o_proj"),
  GATE("mlp.gate_proj"),
  UP("mlp.up_proj"),
  DOWN("mlp.down_proj");

  private final String module;

  LinearLayer(String module) {
    this.module = module;
  }

  /** Path of the module inside its block, for example {@code self_attn.q_proj}. */
  public String module() {
    return module;
  }

  /** Path of the module in the model, for example {@code model.layers.0.self_attn.q_proj}. */
  public String path(int layer) {
    return "model.layers." + layer + "." + module;
  }

  /** Length of the layer's input. */
  public int in(ModelConfiguration configuration) {
    return switch (this) {
      case QUERY, KEY, VALUE, GATE, UP -> configuration.hidden();
      case OUTPUT -> configuration.queryWidth();
      case DOWN -> configuration.intermediate();
    };
  }

  /** Length of the layer's output. */
  public int out(ModelConfiguration configuration) {
    return switch (this) {
      case QUERY -> configuration.queryWidth();
      case KEY, VALUE -> configuration.keyValueWidth();
      case OUTPUT, DOWN -> configuration.hidden();
      case GATE, UP -> configuration.intermediate();
    };
  }
}
