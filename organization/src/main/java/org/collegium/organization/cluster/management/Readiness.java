package org.collegium.organization.cluster.management;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Whether a node can take part in runs now. Asked at each probe, on any thread; answers at once and never throws. */
@FunctionalInterface
public interface Readiness {
  /** What keeps the node from its work, a line each; empty when nothing does. */
  List<String> obstacles();

  /** Both together. */
  default Readiness and(Readiness other) {
    return () -> Stream.concat(obstacles().stream(), other.obstacles().stream()).toList();
  }

  /** Whether a folder can be written to, tried by writing: a full disk lets files be made, and no byte in them. */
  static Readiness ofFolder(Path folder) {
    return () -> {
      try {
        Path probe = Files.createTempFile(Files.createDirectories(folder), "probe-", ".tmp");
        try {
          Files.write(probe, "probe".getBytes(StandardCharsets.US_ASCII));
        } finally {
          Files.delete(probe);
        }
        return List.of();
      } catch (IOException e) {
        return List.of(folder + ": cannot be written to: " + e.getMessage());
      }
    };
  }
}
