package org.collegium.modelhost.adapter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.collegium.modelhost.json.JsonProblem;
import org.collegium.modelhost.model.LinearLayer;
import org.collegium.modelhost.model.ModelConfiguration;
import org.collegium.modelhost.model.ModelFormatException;
import org.collegium.modelhost.protocol.AdapterStamp;
import org.collegium.modelhost.safetensors.AtomicFile;
import org.collegium.modelhost.safetensors.NamedTensor;
import org.collegium.modelhost.safetensors.SafetensorsException;
import org.collegium.modelhost.safetensors.SafetensorsFile;
import org.collegium.modelhost.safetensors.SafetensorsWriter;
import org.collegium.modelhost.safetensors.TensorShape;

/**
 * An adapter on disk in the layout of PEFT: {@code adapter_config.json} and {@code adapter_model.safetensors}, which
 * other tools read, and {@code optimizer.safetensors} beside them with the moments.
 *
 * <p>The version and the hash of the contents stand in the metadata, so that files of different versions in one folder
 * are noticed.
 */
public final class AdapterFolder {
  private static final String CONFIGURATION = "adapter_config.json";
  private static final String WEIGHTS = "adapter_model.safetensors";
  private static final String OPTIMIZER = "optimizer.safetensors";

  private AdapterFolder() {}

  /** Writes a pair to the folders {@code policy} and {@code world}. */
  public static void writePair(Path folder, AdapterPair pair, String baseModel) {
    write(folder.resolve("policy"), pair.policy(), baseModel);
    write(folder.resolve("world"), pair.world(), baseModel);
  }

  /** Reads what {@link #writePair} wrote. */
  public static AdapterPair readPair(Path folder, ModelConfiguration configuration) {
    return new AdapterPair(
        read(folder.resolve("policy"), configuration), read(folder.resolve("world"), configuration));
  }

  /**
   * Writes an adapter.
   *
   * @param baseModel name of the base for other tools
   * @throws ModelFormatException when a file cannot be written
   */
  public static void write(Path folder, Adapter adapter, String baseModel) {
    write(folder, adapter, baseModel, AtomicFile::write);
  }

  /**
   * Writes an adapter to an empty folder that nobody sees yet. Its files are whole only when nothing crashes; whoever
   * makes it visible forces them to the device first.
   *
   * @return the files
   * @throws ModelFormatException when a file cannot be written
   */
  public static List<Path> writeInPlace(Path folder, Adapter adapter, String baseModel) {
    return write(folder, adapter, baseModel, AtomicFile::writeInPlace);
  }

  /** How a file is written. */
  private interface Writing {
    void write(Path file, AtomicFile.Content content) throws IOException;
  }

  private static List<Path> write(Path folder, Adapter adapter, String baseModel, Writing writing) {
    List<Path> files = new ArrayList<>();
    SortedMap<String, String> metadata = new TreeMap<>();
    metadata.put("format", "pt");
    metadata.put("collegium.version", Long.toString(adapter.stamp().version()));
    metadata.put("collegium.steps", Long.toString(adapter.steps()));
    metadata.put("collegium.hash", adapter.stamp().hash());
    if (adapter.steps() > 0) {
      List<NamedTensor> moments = new ArrayList<>(tensors(adapter, adapter.firstMoments(), "exp_avg."));
      moments.addAll(tensors(adapter, adapter.secondMoments(), "exp_avg_sq."));
      Path optimizer = folder.resolve(OPTIMIZER);
      files.add(write(optimizer, SafetensorsWriter.content(optimizer, moments, metadata), writing));
    }
    Path weights = folder.resolve(WEIGHTS);
    List<NamedTensor> tensors = tensors(adapter, adapter.weights(), "");
    files.add(write(weights, SafetensorsWriter.content(weights, tensors, metadata), writing));
    byte[] configuration = configuration(adapter, baseModel).getBytes(StandardCharsets.UTF_8);
    files.add(
        write(
            folder.resolve(CONFIGURATION),
            channel -> AtomicFile.writeFully(channel, ByteBuffer.wrap(configuration)),
            writing));
    return files;
  }

  private static Path write(Path file, AtomicFile.Content content, Writing writing) {
    try {
      writing.write(file, content);
      return file;
    } catch (IOException e) {
      throw new ModelFormatException(file, "cannot be written: " + e.getMessage(), e);
    }
  }

  private static List<NamedTensor> tensors(Adapter adapter, float[] values, String prefix) {
    int rank = adapter.rank();
    List<NamedTensor> tensors = new ArrayList<>();
    for (AdapterLayout.Pair pair : adapter.layout().pairs()) {
      int end = pair.offsetB() + rank * pair.out();
      tensors.add(
          new NamedTensor(
              prefix + name(pair, "lora_A"),
              TensorShape.of(rank, pair.in()),
              Arrays.copyOfRange(values, pair.offsetA(), pair.offsetB())));
      tensors.add(
          new NamedTensor(
              prefix + name(pair, "lora_B"),
              TensorShape.of(pair.out(), rank),
              Arrays.copyOfRange(values, pair.offsetB(), end)));
    }
    return tensors;
  }

  private static String name(AdapterLayout.Pair pair, String matrix) {
    return "base_model.model." + pair.linear().path(pair.layer()) + "." + matrix + ".weight";
  }

  private static String configuration(Adapter adapter, String baseModel) {
    ObjectNode root = new ObjectMapper().createObjectNode();
    root.put("peft_type", "LORA");
    root.put("task_type", "CAUSAL_LM");
    root.put("base_model_name_or_path", baseModel);
    root.put("r", adapter.rank());
    double alpha = adapter.scale() * adapter.rank();
    if (alpha == Math.rint(alpha)) {
      root.put("lora_alpha", (long) alpha);
    } else {
      root.put("lora_alpha", alpha);
    }
    root.put("lora_dropout", 0.0);
    root.put("bias", "none");
    root.put("fan_in_fan_out", false);
    root.put("use_rslora", false);
    root.put("use_dora", false);
    ArrayNode modules = root.putArray("target_modules");
    moduleNames().forEach(modules::add);
    return root.toPrettyString() + "\n";
  }

  private static List<String> moduleNames() {
    return Arrays.stream(LinearLayer.values())
        .map(linear -> linear.module().substring(linear.module().indexOf('.') + 1))
        .toList();
  }

  /**
   * Reads an adapter.
   *
   * @throws ModelFormatException when the configuration asks for what is not supported, or the files do not belong
   *     together
   * @throws SafetensorsException when a tensor is missing, superfluous or of the wrong shape
   */
  public static Adapter read(Path folder, ModelConfiguration configuration) {
    Path file = folder.resolve(CONFIGURATION);
    JsonNode root = json(file);
    check(file, root.path("peft_type").asText().equals("LORA"), "peft_type must be LORA");
    check(file, root.path("bias").asText("none").equals("none"), "bias must be none");
    for (String key : List.of("use_rslora", "use_dora", "fan_in_fan_out")) {
      check(file, !root.path(key).asBoolean(false), key + " is not supported");
    }
    for (String key : List.of("rank_pattern", "alpha_pattern", "modules_to_save", "layers_to_transform")) {
      check(file, root.path(key).isEmpty(), key + " is not supported");
    }
    Set<String> modules = new HashSet<>();
    root.path("target_modules").forEach(module -> modules.add(module.asText()));
    check(file, modules.equals(Set.copyOf(moduleNames())), "target_modules must be " + moduleNames());
    int rank = root.path("r").asInt(0);
    double alpha = root.path("lora_alpha").asDouble(0);
    check(file, rank >= 1, "r must be at least 1");
    check(file, alpha > 0, "lora_alpha must be positive");
    return readTensors(folder, new AdapterLayout(configuration, rank), alpha / rank);
  }

  /** What a folder says that it holds; empty when a file of it is missing or visibly cut off. */
  public static Optional<AdapterStamp> stampOf(Path folder) {
    if (!Files.isRegularFile(folder.resolve(CONFIGURATION)) || !Files.isRegularFile(folder.resolve(WEIGHTS))) {
      return Optional.empty();
    }
    try (SafetensorsFile file = SafetensorsFile.open(folder.resolve(WEIGHTS))) {
      SortedMap<String, String> metadata = file.metadata();
      long version = number(file.file(), metadata, "collegium.version");
      if (number(file.file(), metadata, "collegium.steps") > 0) {
        SafetensorsFile.open(folder.resolve(OPTIMIZER)).close();
      }
      return Optional.of(new AdapterStamp(version, metadata.getOrDefault("collegium.hash", "")));
    } catch (SafetensorsException | ModelFormatException _) {
      return Optional.empty();
    }
  }

  private static Adapter readTensors(Path folder, AdapterLayout layout, double scale) {
    Path path = folder.resolve(WEIGHTS);
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      float[] weights = values(file, layout, "");
      if (file.names().size() > 2 * layout.pairs().size()) {
        throw new SafetensorsException(path, "has " + file.names().size() + " tensors, more than the adapter");
      }
      SortedMap<String, String> metadata = file.metadata();
      String hash = metadata.get("collegium.hash");
      if (hash == null) {
        return Adapter.derived(layout, scale, weights);
      }
      long steps = number(path, metadata, "collegium.steps");
      long version = number(path, metadata, "collegium.version");
      Adapter adapter =
          steps == 0
              ? new Adapter(layout, scale, weights, new float[0], new float[0], 0, version)
              : readMoments(folder, layout, scale, weights, steps, version);
      check(path, adapter.stamp().hash().equals(hash), "the files of this folder are not of one version, or damaged");
      return adapter;
    }
  }

  private static Adapter readMoments(
      Path folder, AdapterLayout layout, double scale, float[] weights, long steps, long version) {
    try (SafetensorsFile file = SafetensorsFile.open(folder.resolve(OPTIMIZER))) {
      float[] first = values(file, layout, "exp_avg.");
      float[] second = values(file, layout, "exp_avg_sq.");
      return new Adapter(layout, scale, weights, first, second, steps, version);
    }
  }

  private static float[] values(SafetensorsFile file, AdapterLayout layout, String prefix) {
    float[] values = new float[layout.parameters()];
    for (AdapterLayout.Pair pair : layout.pairs()) {
      float[] a = file.read(prefix + name(pair, "lora_A"), layout.rank(), pair.in());
      float[] b = file.read(prefix + name(pair, "lora_B"), pair.out(), layout.rank());
      System.arraycopy(a, 0, values, pair.offsetA(), a.length);
      System.arraycopy(b, 0, values, pair.offsetB(), b.length);
    }
    return values;
  }

  private static long number(Path file, SortedMap<String, String> metadata, String key) {
    String text = metadata.getOrDefault(key, "");
    check(file, text.matches("\\d{1,18}"), key + " must be a whole number, was '" + text + "'");
    return Long.parseLong(text);
  }

  private static void check(Path file, boolean fine, String problem) {
    if (!fine) {
      throw new ModelFormatException(file, problem);
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
}
