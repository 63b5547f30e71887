package org.collegium.modelhost.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.collegium.modelhost.json.JsonProblem;
import org.collegium.modelhost.safetensors.AtomicFile;

/** {@code config.json} of a Hugging Face folder. */
public final class ConfigurationFile {
  private static final Set<String> TYPES = Set.of("llama", "qwen3");

  private ConfigurationFile() {}

  /**
   * Reads the configuration of a model.
   *
   * @throws ModelFormatException naming all keys that are missing, wrong, or ask for what this decoder does not do
   */
  public static ModelConfiguration read(Path file) {
    return new Reader(file, json(file)).read();
  }

  /**
   * Writes the configuration so that Hugging Face tools read the same model.
   *
   * @throws ModelFormatException when the file cannot be written
   */
  public static void write(Path file, ModelConfiguration configuration) {
    ObjectNode root = new ObjectMapper().createObjectNode();
    root.putArray("architectures").add(configuration.qkNorm() ? "Qwen3ForCausalLM" : "LlamaForCausalLM");
    root.put("model_type", configuration.qkNorm() ? "qwen3" : "llama");
    root.put("vocab_size", configuration.vocabulary());
    root.put("hidden_size", configuration.hidden());
    root.put("intermediate_size", configuration.intermediate());
    root.put("num_hidden_layers", configuration.layers());
    root.put("num_attention_heads", configuration.heads());
    root.put("num_key_value_heads", configuration.keyValueHeads());
    root.put("head_dim", configuration.headSize());
    root.put("max_position_embeddings", configuration.positionsMax());
    root.put("rope_theta", configuration.ropeTheta());
    root.putNull("rope_scaling");
    root.put("rms_norm_eps", configuration.normEpsilon());
    root.put("tie_word_embeddings", configuration.tiedHead());
    root.put("hidden_act", "silu");
    root.put("attention_bias", false);
    root.put("mlp_bias", false);
    root.put("torch_dtype", "float32");
    try {
      AtomicFile.write(file, (root.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new ModelFormatException(file, "cannot be written: " + e.getMessage(), e);
    }
  }

  private static JsonNode json(Path file) {
    try {
      return new ObjectMapper().readTree(Files.readString(file));
    } catch (NoSuchFileException e) {
      throw new ModelFormatException(file, "no such file", e);
    } catch (JsonProcessingException e) {
      throw new ModelFormatException(file, "not valid JSON: " + JsonProblem.of(e), e);
    } catch (IOException e) {
      throw new ModelFormatException(file, "cannot be read: " + e.getMessage(), e);
    }
  }

  /** Collects everything that is wrong before it refuses. */
  private static final class Reader {
    private final Path file;
    private final JsonNode root;
    private final List<String> problems = new ArrayList<>();

    private Reader(Path file, JsonNode root) {
      this.file = file;
      this.root = root;
    }

    private ModelConfiguration read() {
      String type = root.path("model_type").asText("");
      if (!TYPES.contains(type)) {
        problems.add("model_type '" + type + "' is none of llama, qwen3");
      }
      refuseUnless("hidden_act", root.path("hidden_act").asText("silu").equals("silu"), "only silu is supported");
      refuseUnless("attention_bias", !root.path("attention_bias").asBoolean(false), "biases are not supported");
      refuseUnless("mlp_bias", !root.path("mlp_bias").asBoolean(false), "biases are not supported");
      JsonNode scaling = root.path("rope_scaling");
      refuseUnless("rope_scaling", scaling.isMissingNode() || scaling.isNull(), "scaled positions are not supported");
      refuseUnless(
          "use_sliding_window", !root.path("use_sliding_window").asBoolean(false), "windows are not supported");
      int hidden = integer("hidden_size");
      int heads = integer("num_attention_heads");
      int keyValueHeads = root.has("num_key_value_heads") ? integer("num_key_value_heads") : heads;
      int headSize = root.hasNonNull("head_dim") ? integer("head_dim") : hidden / Math.max(1, heads);
      int vocabulary = integer("vocab_size");
      int intermediate = integer("intermediate_size");
      int layers = integer("num_hidden_layers");
      int positions = integer("max_position_embeddings");
      double theta = number("rope_theta", 10000);
      double epsilon = number("rms_norm_eps", 1e-6);
      boolean tied = root.path("tie_word_embeddings").asBoolean(false);
      if (problems.isEmpty()) {
        try {
          return new ModelConfiguration(
              vocabulary, hidden, intermediate, layers, heads, keyValueHeads, headSize, positions, theta, epsilon,
              tied, type.equals("qwen3"));
        } catch (IllegalArgumentException e) {
          throw new ModelFormatException(file, String.valueOf(e.getMessage()), e);
        }
      }
      throw new ModelFormatException(file, String.join("; ", problems));
    }

    private void refuseUnless(String key, boolean fine, String reason) {
      if (!fine) {
        problems.add(key + " is " + root.path(key) + ": " + reason);
      }
    }

    private int integer(String key) {
      JsonNode node = root.path(key);
      if (!node.isIntegralNumber() || !node.canConvertToInt()) {
        problems.add(key + (node.isMissingNode() ? " is missing" : " must be a whole number, was " + node));
        return 1;
      }
      return node.asInt();
    }

    private double number(String key, double otherwise) {
      JsonNode node = root.path(key);
      if (node.isMissingNode()) {
        return otherwise;
      }
      if (!node.isNumber()) {
        problems.add(key + " must be a number, was " + node);
      }
      return node.asDouble(otherwise);
    }
  }
}
