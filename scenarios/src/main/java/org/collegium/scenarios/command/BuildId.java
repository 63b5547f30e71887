package org.collegium.scenarios.command;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.collegium.agents.identity.AgentId;
import org.collegium.modelhost.protocol.HostRequest;
import org.collegium.organization.run.RunPlan;

/** Says which build this is: the version, and a hash over the bytes of the project's own jars. */
final class BuildId {
  private static final List<Class<?>> ONE_OF_EACH_MODULE =
      List.of(HostRequest.class, AgentId.class, RunPlan.class, BuildId.class);
  private static final int SHOWN_DIGITS = 12;

  private BuildId() {}

  /** {@code 0.1.0+1a2b3c4d5e6f}; {@code development} when it does not run from jars. */
  static String current() {
    String version = Optional.ofNullable(BuildId.class.getPackage().getImplementationVersion()).orElse("development");
    return digest().map(hash -> version + "+" + hash).orElse(version);
  }

  private static Optional<String> digest() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Class<?> type : ONE_OF_EACH_MODULE) {
        Optional<Path> jar = jar(type);
        if (jar.isEmpty()) {
          return Optional.empty();
        }
        digest.update(Files.readAllBytes(jar.get()));
      }
      return Optional.of(HexFormat.of().formatHex(digest.digest()).substring(0, SHOWN_DIGITS));
    } catch (IOException | URISyntaxException | NoSuchAlgorithmException unreadable) {
      throw new IllegalStateException("the program cannot read its own jars", unreadable);
    }
  }

  private static Optional<Path> jar(Class<?> type) throws URISyntaxException {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    if (source == null || source.getLocation() == null) {
      return Optional.empty();
    }
    return Optional.of(Path.of(source.getLocation().toURI())).filter(Files::isRegularFile);
  }
}
