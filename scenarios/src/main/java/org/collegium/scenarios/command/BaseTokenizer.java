package org.collegium.scenarios.command;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.collegium.modelhost.host.BaseFolder;
import org.collegium.modelhost.host.EmbeddedBase;
import org.collegium.modelhost.model.ModelFormatException;
import org.collegium.modelhost.model.NativeRuntime;
import org.collegium.modelhost.tokenizer.HuggingFaceTokenizers;
import org.collegium.modelhost.tokenizer.Tokenizer;
import org.collegium.scenarios.configuration.InvalidInputException;
import org.collegium.scenarios.configuration.ModelSettings;
import org.collegium.scenarios.frontdesk.Vocabulary;

/** Finds the tokenizer of a base model without opening the model. */
final class BaseTokenizer {
  private BaseTokenizer() {}

  /**
   * The tokenizer of a scenario's base, whose weights may be gone.
   *
   * @throws InvalidInputException when the base has none
   */
  static Tokenizer of(ModelSettings model) {
    if (isEmbedded(model)) {
      return HuggingFaceTokenizers.ofResource(EmbeddedBase.FOLDER);
    }
    try {
      return HuggingFaceTokenizers.ofFolder(folder(model));
    } catch (IllegalArgumentException | UncheckedIOException broken) {
      throw new InvalidInputException(String.valueOf(broken.getMessage()));
    }
  }

  /**
   * The tokenizer of a base that is opened elsewhere: the front desk can be spoken in its words. Reads nothing else of
   * the base and asks for no device.
   *
   * @throws InvalidInputException when it is not so
   */
  static Tokenizer ofSpoken(ModelSettings model) {
    return isEmbedded(model) ? of(model) : spoken(model, of(model));
  }

  /**
   * The tokenizer of a base that can be opened in this process: the folder is whole, the front desk can be spoken in
   * its words, and the device is there.
   *
   * @throws InvalidInputException when it is not so
   */
  static Tokenizer ofUsable(ModelSettings model) {
    try {
      if (model.device().startsWith("gpu")) {
        NativeRuntime.requireDevice(model.device());
      }
    } catch (IllegalArgumentException missing) {
      throw new InvalidInputException("model.device: " + missing.getMessage());
    }
    return isEmbedded(model) ? of(model) : spoken(model, ofUsable(folder(model)));
  }

  private static Tokenizer spoken(ModelSettings model, Tokenizer tokenizer) {
    List<String> unknown = Vocabulary.frontDeskWords().stream().filter(word -> isUnknown(word, tokenizer)).toList();
    if (!unknown.isEmpty()) {
      throw new InvalidInputException(
          folder(model).resolve(HuggingFaceTokenizers.FILE) + ": unknown token '" + unknown.getFirst()
              + "'; the front desk cannot be spoken without " + String.join(", ", unknown));
    }
    return tokenizer;
  }

  /**
   * The tokenizer of a folder that is a whole base model.
   *
   * @throws InvalidInputException when it is not
   */
  static Tokenizer ofUsable(Path folder) {
    try {
      return BaseFolder.check(folder);
    } catch (ModelFormatException broken) {
      throw new InvalidInputException(String.valueOf(broken.getMessage()));
    }
  }

  private static boolean isUnknown(String word, Tokenizer tokenizer) {
    try {
      return tokenizer.encode(word).length() == 0;
    } catch (Tokenizer.UnknownTokenException unknown) {
      return true;
    }
  }

  private static boolean isEmbedded(ModelSettings model) {
    return model.base().equals(ModelSettings.EMBEDDED);
  }

  private static Path folder(ModelSettings model) {
    Path folder = Path.of(model.base());
    if (!Files.isDirectory(folder)) {
      throw new InvalidInputException("model.base must be embedded or a model folder, was " + folder);
    }
    return folder;
  }
}
