package org.collegium.modelhost.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** The base model that comes with Collegium: a Hugging Face folder on the class path. */
public final class EmbeddedBase {
  /** Where it stands on the class path. */
  public static final String FOLDER = "org/collegium/modelhost/embedded";

  private static final List<String> FILES = List.of("config.json", "model.safetensors", "tokenizer.json");

  private EmbeddedBase() {}

  /**
   * Has something read from it as from an ordinary folder, which is gone afterwards.
   *
   * @throws IllegalArgumentException when a file is not on the class path
   * @throws UncheckedIOException when there is no room for a copy
   */
  public static <T> T read(Function<Path, T> reader) {
    try {
      Path folder = Files.createTempDirectory("collegium-base");
      try {
        for (String file : FILES) {
          copy(file, folder.resolve(file));
        }
        return reader.apply(folder);
      } finally {
        for (String file : FILES) {
          Files.deleteIfExists(folder.resolve(file));
        }
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the embedded base model cannot be unpacked", e);
    }
  }

  private static void copy(String file, Path target) throws IOException {
    String name = FOLDER + "/" + file;
    try (InputStream in = EmbeddedBase.class.getClassLoader().getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalArgumentException(name + ": not on the class path");
      }
      Files.copy(in, target);
    }
  }
}
