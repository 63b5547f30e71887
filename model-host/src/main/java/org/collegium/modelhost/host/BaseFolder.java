package org.collegium.modelhost.host;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.collegium.modelhost.model.DecoderWeights;
import org.collegium.modelhost.model.ModelConfiguration;
import org.collegium.modelhost.model.ModelFormatException;
import org.collegium.modelhost.safetensors.SafetensorsException;
import org.collegium.modelhost.tokenizer.HuggingFaceTokenizers;
import org.collegium.modelhost.tokenizer.Tokenizer;

/** Finds out whether a model folder can be opened, before anything depends on it; needs no device. */
public final class BaseFolder {
  private BaseFolder() {}

  /**
   * Checks tokenizer, configuration and table of contents of the weights against each other.
   *
   * @return the tokenizer
   * @throws ModelFormatException with the place of what is wrong with the folder
   */
  public static Tokenizer check(Path folder) {
    Path file = folder.resolve(HuggingFaceTokenizers.FILE);
    try {
      Tokenizer tokenizer = HuggingFaceTokenizers.ofFolder(folder);
      ModelConfiguration configuration = DecoderWeights.check(folder);
      if (tokenizer.vocabularySize() > configuration.vocabulary()) {
        throw new ModelFormatException(
            file,
            "has " + tokenizer.vocabularySize() + " tokens, vocab_size of config.json is "
                + configuration.vocabulary());
      }
      return tokenizer;
    } catch (SafetensorsException | IllegalArgumentException | UncheckedIOException wrong) {
      throw new ModelFormatException(String.valueOf(wrong.getMessage()), wrong);
    }
  }
}
