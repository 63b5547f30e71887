package org.collegium.scenarios.inspection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.collegium.modelhost.safetensors.SafetensorsFile;
import org.collegium.scenarios.configuration.InvalidInputException;

/** Tells what a PEFT folder holds and how far its matrices have moved. */
final class AdapterInspection {
  static final String FILE = "adapter_config.json";

  private static final List<String> KINDS = List.of("policy", "world");
  private static final Pattern VERSION = Pattern.compile("v\\d{6,18}");

  private AdapterInspection() {}

  /** Whether both adapters of a pair stand in a folder, each with at least one version. */
  static boolean isPair(Path folder) {
    return KINDS.stream().allMatch(kind -> hasVersions(folder.resolve(kind)));
  }

  /** Whether versions of one adapter stand in a folder. */
  static boolean hasVersions(Path folder) {
    return !versions(folder).isEmpty();
  }

  /** The newest version of each adapter. */
  static List<String> pairLines(Path folder) {
    return KINDS.stream().flatMap(kind -> lines(versions(folder.resolve(kind)).getLast()).stream()).toList();
  }

  /** Every version of one adapter, the newest last. */
  static List<String> versionLines(Path folder) {
    return versions(folder).stream().flatMap(version -> lines(version).stream()).toList();
  }

  private static List<Path> versions(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> inside = Files.list(folder)) {
      // A version of more than six digits comes after all shorter ones.
      return inside
          .filter(version -> VERSION.matcher(version.getFileName().toString()).matches())
          .sorted(Comparator.<Path>comparingInt(version -> version.getFileName().toString().length())
              .thenComparing(Comparator.naturalOrder()))
          .toList();
    } catch (IOException unreadable) {
      throw new InvalidInputException(folder + ": cannot be read: " + unreadable.getMessage());
    }
  }

  static List<String> lines(Path folder) {
    JsonNode configuration = configuration(folder.resolve(FILE));
    List<String> targets = new ArrayList<>();
    configuration.path("target_modules").forEach(target -> targets.add(target.asText()));
    try (SafetensorsFile file = SafetensorsFile.open(folder.resolve("adapter_model.safetensors"))) {
      List<String> tensors = file.names().stream().filter(name -> name.contains("lora_")).toList();
      long parameters = tensors.stream().mapToLong(name -> file.shape(name).size()).sum();
      return List.of(
          "adapter " + folder,
          String.format(Locale.ROOT, "  parameters  %,d in %d tensors", parameters, tensors.size()),
          "  rank        " + configuration.path("r").asInt() + ", alpha " + configuration.path("lora_alpha").asDouble(),
          "  targets     " + String.join(", ", targets),
          "  base        " + configuration.path("base_model_name_or_path").asText(),
          String.format(
              Locale.ROOT,
              "  norms       A %.4f, B %.4f (B is 0 before the first step)",
              norm(file, tensors, "lora_A"),
              norm(file, tensors, "lora_B")));
    }
  }

  /** Root of the sum of all squares. */
  private static double norm(SafetensorsFile file, List<String> tensors, String factor) {
    double sum = 0;
    for (String name : tensors) {
      if (name.contains(factor)) {
        for (float value : file.read(name, file.shape(name).toArray())) {
          sum += (double) value * value;
        }
      }
    }
    return Math.sqrt(sum);
  }

  private static JsonNode configuration(Path file) {
    try {
      return new ObjectMapper().readTree(Files.readString(file));
    } catch (IOException unreadable) {
      throw new InvalidInputException(file + ": cannot be read: " + unreadable.getMessage());
    }
  }
}
