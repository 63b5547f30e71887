package org.collegium.modelhost.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.collegium.modelhost.safetensors.NamedTensor;
import org.collegium.modelhost.safetensors.SafetensorsException;
import org.collegium.modelhost.safetensors.SafetensorsFile;
import org.collegium.modelhost.safetensors.SafetensorsWriter;
import org.collegium.modelhost.safetensors.TensorShape;

/**
 * All weights of a decoder as separate device arrays under their Hugging Face names: the leaves of pretraining.
 *
 * <p>Linear weights are {@code [out, in]}. The arrays belong to the manager they were made with.
 */
public final class DecoderWeights {
  private static final String CONFIGURATION_FILE = "config.json";
  private static final String WEIGHTS_FILE = "model.safetensors";
  private static final String EMBEDDING = "model.embed_tokens.weight";
  private static final String HEAD = "lm_head.weight";
  private static final String FINAL_NORM = "model.norm.weight";

  private final ModelConfiguration configuration;
  private final SequencedMap<String, NDArray> arrays;

  private DecoderWeights(ModelConfiguration configuration, SequencedMap<String, NDArray> arrays) {
    this.configuration = configuration;
    this.arrays = arrays;
  }

  /**
   * Loads {@code config.json} and {@code model.safetensors} of a folder.
   *
   * @throws ModelFormatException when the configuration is wrong
   * @throws SafetensorsException when a tensor is missing, superfluous or of the wrong shape
   */
  public static DecoderWeights load(Path folder, NDManager manager) {
    ModelConfiguration configuration = ConfigurationFile.read(folder.resolve(CONFIGURATION_FILE));
    SequencedMap<String, Shape> shapes = shapes(configuration);
    SequencedMap<String, NDArray> arrays = new LinkedHashMap<>();
    try (SafetensorsFile file = SafetensorsFile.open(folder.resolve(WEIGHTS_FILE))) {
      check(file, shapes, configuration);
      // Read all before anything is put on the device, so that a bad file leaves nothing behind.
      Map<String, float[]> values = new LinkedHashMap<>();
      shapes.forEach((name, shape) -> values.put(name, file.read(name, shape.getShape())));
      values.forEach((name, read) -> {
        arrays.put(name, array(manager, name, read, new Shape(file.shape(name).toArray())));
      });
    }
    return new DecoderWeights(configuration, arrays);
  }

  /**
   * Checks {@code config.json} and the table of contents of {@code model.safetensors} against each other. Reads no
   * weight and needs no device.
   *
   * @return the shape of the model
   * @throws ModelFormatException when the configuration is wrong
   * @throws SafetensorsException when a tensor is missing, superfluous or of the wrong shape
   */
  public static ModelConfiguration check(Path folder) {
    ModelConfiguration configuration = ConfigurationFile.read(folder.resolve(CONFIGURATION_FILE));
    try (SafetensorsFile file = SafetensorsFile.open(folder.resolve(WEIGHTS_FILE))) {
      check(file, shapes(configuration), configuration);
    }
    return configuration;
  }

  private static void check(
      SafetensorsFile file, SequencedMap<String, Shape> shapes, ModelConfiguration configuration) {
    for (String name : file.names()) {
      boolean redundant = configuration.tiedHead() && name.equals(HEAD);
      if (!shapes.containsKey(name) && !redundant) {
        throw new SafetensorsException(file.file(), name, "is not part of the model that config.json describes");
      }
    }
    shapes.forEach((name, shape) -> {
      TensorShape expected = TensorShape.of(shape.getShape());
      if (!file.shape(name).equals(expected)) {
        throw new SafetensorsException(file.file(), name, "shape is " + file.shape(name) + ", must be " + expected);
      }
    });
  }

  /**
   * Makes random weights: linear layers {@code N(0, 1/in)}, the two that write to the residual stream smaller by {@code
   * sqrt(2 layers)}, embeddings {@code N(0, 0.02^2)}, norms 1. Equal seeds give equal weights.
   */
  public static DecoderWeights random(ModelConfiguration configuration, long seed, NDManager manager) {
    SplittableRandom random = new SplittableRandom(seed);
    SequencedMap<String, NDArray> arrays = new LinkedHashMap<>();
    shapes(configuration).forEach((name, shape) -> {
      float[] values = new float[(int) shape.size()];
      double deviation = deviation(configuration, name, shape);
      for (int i = 0; i < values.length; i++) {
        values[i] = shape.dimension() == 1 ? 1 : (float) (deviation * random.nextGaussian());
      }
      arrays.put(name, array(manager, name, values, shape));
    });
    return new DecoderWeights(configuration, arrays);
  }

  private static double deviation(ModelConfiguration configuration, String name, Shape shape) {
    if (name.equals(EMBEDDING) || name.equals(HEAD)) {
      return 0.02;
    }
    double deviation = 1 / Math.sqrt((double) shape.getLastDimension());
    boolean writesResidual = name.contains(LinearLayer.OUTPUT.module()) || name.contains(LinearLayer.DOWN.module());
    return writesResidual ? deviation / Math.sqrt(2.0 * configuration.layers()) : deviation;
  }

  private static NDArray array(NDManager manager, String name, float[] values, Shape shape) {
    NDArray array = manager.create(values, shape);
    array.setName(name);
    return array;
  }

  /** Name and shape of every tensor, in the order of a Hugging Face folder. */
  private static SequencedMap<String, Shape> shapes(ModelConfiguration configuration) {
    SequencedMap<String, Shape> shapes = new LinkedHashMap<>();
    shapes.put(EMBEDDING, new Shape(configuration.vocabulary(), configuration.hidden()));
    for (int layer = 0; layer < configuration.layers(); layer++) {
      shapes.put(inputNorm(layer), new Shape(configuration.hidden()));
      for (LinearLayer linear : LinearLayer.values()) {
        shapes.put(linear.path(layer) + ".weight", new Shape(linear.out(configuration), linear.in(configuration)));
      }
      if (configuration.qkNorm()) {
        shapes.put(queryNorm(layer), new Shape(configuration.headSize()));
        shapes.put(keyNorm(layer), new Shape(configuration.headSize()));
      }
      shapes.put(feedForwardNorm(layer), new Shape(configuration.hidden()));
    }
    shapes.put(FINAL_NORM, new Shape(configuration.hidden()));
    if (!configuration.tiedHead()) {
      shapes.put(HEAD, new Shape(configuration.vocabulary(), configuration.hidden()));
    }
    return shapes;
  }

  private static String inputNorm(int layer) {
    return "model.layers." + layer + ".input_layernorm.weight";
  }

  private static String feedForwardNorm(int layer) {
    return "model.layers." + layer + ".post_attention_layernorm.weight";
  }

  private static String queryNorm(int layer) {
    return "model.layers." + layer + ".self_attn.q_norm.weight";
  }

  private static String keyNorm(int layer) {
    return "model.layers." + layer + ".self_attn.k_norm.weight";
  }

  /**
   * Writes {@code config.json} and {@code model.safetensors}, each atomically.
   *
   * @throws SafetensorsException or {@link ModelFormatException} when that fails
   */
  public void save(Path folder) {
    List<NamedTensor> tensors = new ArrayList<>();
    arrays.forEach((name, array) ->
        tensors.add(new NamedTensor(name, TensorShape.of(array.getShape().getShape()), array.toFloatArray())));
    TreeMap<String, String> metadata = new TreeMap<>();
    metadata.put("format", "pt");
    SafetensorsWriter.write(folder.resolve(WEIGHTS_FILE), tensors, metadata);
    ConfigurationFile.write(folder.resolve(CONFIGURATION_FILE), configuration);
  }

  /** The shape of the model. */
  public ModelConfiguration configuration() {
    return configuration;
  }

  /** Every array by name, in a fixed order; the arrays themselves, not copies. */
  public SequencedMap<String, NDArray> arrays() {
    return new LinkedHashMap<>(arrays);
  }

  /** One array by its Hugging Face name. */
  public NDArray array(String name) {
    NDArray array = arrays.get(name);
    if (array == null) {
      throw new IllegalArgumentException("no weight is called " + name);
    }
    return array;
  }

  /**
   * The weights in the form of the forward pass, made by differentiable operations: under a gradient collector
   * gradients flow back to {@link #arrays()}. What is made belongs to the given manager.
   */
  public FusedWeights fused(NDManager manager) {
    List<FusedWeights.Block> blocks = new ArrayList<>();
    for (int layer = 0; layer < configuration.layers(); layer++) {
      blocks.add(
          new FusedWeights.Block(
              array(inputNorm(layer)),
              FusedWeights.stack(manager, linears(layer, Projection.QUERY_KEY_VALUE)),
              configuration.qkNorm()
                  ? List.of(FusedWeights.perHead(
                      manager, array(queryNorm(layer)), array(keyNorm(layer)), configuration))
                  : List.of(),
              FusedWeights.stack(manager, linears(layer, Projection.OUTPUT)),
              array(feedForwardNorm(layer)),
              FusedWeights.stack(manager, linears(layer, Projection.GATE_UP)),
              FusedWeights.stack(manager, linears(layer, Projection.DOWN))));
    }
    NDArray embedding = array(EMBEDDING);
    return new FusedWeights(
        configuration, embedding, blocks, array(FINAL_NORM), configuration.tiedHead() ? embedding : array(HEAD));
  }

  private List<NDArray> linears(int layer, Projection projection) {
    return projection.layers().stream().map(linear -> array(linear.path(layer) + ".weight")).toList();
  }
}
