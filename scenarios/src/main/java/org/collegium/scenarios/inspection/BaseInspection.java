package org.collegium.scenarios.inspection;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.collegium.modelhost.host.BaseFolder;
import org.collegium.modelhost.model.DecoderWeights;
import org.collegium.modelhost.model.ModelConfiguration;
import org.collegium.modelhost.safetensors.SafetensorsFile;
import org.collegium.modelhost.tokenizer.HuggingFaceTokenizers;

/** Tells the shape of a base model in a Hugging Face folder. */
final class BaseInspection {
  static final String FILE = "config.json";

  private BaseInspection() {}

  static List<String> lines(Path folder) {
    ModelConfiguration shape = DecoderWeights.check(folder);
    try (SafetensorsFile file = SafetensorsFile.open(folder.resolve("model.safetensors"))) {
      long parameters = file.names().stream().mapToLong(name -> file.shape(name).size()).sum();
      return List.of(
          "base model " + folder,
          String.format(Locale.ROOT, "parameters   %,d in %d tensors", parameters, file.names().size()),
          "layers       " + shape.layers() + " of width " + shape.hidden() + ", feed-forward " + shape.intermediate(),
          "heads        " + shape.heads() + " (" + shape.keyValueHeads() + " for keys and values) of size "
              + shape.headSize() + (shape.qkNorm() ? ", QK-Norm" : ""),
          "vocabulary   " + shape.vocabulary() + (shape.tiedHead() ? ", tied head" : ""),
          "positions    " + shape.positionsMax() + ", RoPE theta " + shape.ropeTheta(),
          "tokenizer    " + tokenizer(folder));
    }
  }

  private static String tokenizer(Path folder) {
    return Files.isRegularFile(folder.resolve(HuggingFaceTokenizers.FILE))
        ? BaseFolder.check(folder).vocabularySize() + " tokens"
        : "missing";
  }
}
