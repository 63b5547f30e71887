package org.collegium.scenarios.command;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.collegium.modelhost.tokenizer.HuggingFaceTokenizers;
import org.collegium.modelhost.tokenizer.Tokenizer;
import org.collegium.scenarios.configuration.InvalidInputException;
import org.collegium.scenarios.configuration.ModelSettings;

/** Finds the tokenizer of a base model without opening the model. */
final class BaseTokenizer {
  private static final String EMBEDDED = "org/collegium/modelhost/embedded";

  private BaseTokenizer() {}

  /**
   * The tokenizer of a scenario's base.
   *
   * @throws InvalidInputException when the base is no model folder
   */
  static Tokenizer of(ModelSettings model) {
    if (model.base().equals(ModelSettings.EMBEDDED)) {
      return HuggingFaceTokenizers.ofResource(EMBEDDED);
    }
    Path folder = Path.of(model.base());
    if (!Files.isDirectory(folder)) {
      throw new InvalidInputException("model.base must be embedded or a model folder, was " + folder);
    }
    try {
      return HuggingFaceTokenizers.ofFolder(folder);
    } catch (IllegalArgumentException | UncheckedIOException broken) {
      throw new InvalidInputException(String.valueOf(broken.getMessage()));
    }
  }
}
