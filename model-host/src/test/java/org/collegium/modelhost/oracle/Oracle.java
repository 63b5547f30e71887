package org.collegium.modelhost.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** The folder {@code shared/oracle/stories260k} with a small real model and its known answers. */
public final class Oracle {
  private Oracle() {}

  /** The folder; skips the calling test when there is none. */
  public static Path folder() {
    Optional<Path> found = find();
    Assumptions.assumeTrue(
        found.isPresent(), "no shared/oracle/stories260k above the working folder: known answers are not checked");
    return found.orElseThrow();
  }

  private static Optional<Path> find() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path candidate = at.resolve("shared/oracle/stories260k");
      if (Files.isDirectory(candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  /** One of the files of known answers. */
  public static JsonNode expected(String file) {
    try {
      return new ObjectMapper().readTree(Files.readString(folder().resolve("expected").resolve(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A JSON array of whole numbers. */
  public static int[] integers(JsonNode array) {
    int[] values = new int[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).asInt();
    }
    return values;
  }

  /** A JSON array of numbers. */
  public static float[] reals(JsonNode array) {
    float[] values = new float[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) array.get(i).asDouble();
    }
    return values;
  }
}
