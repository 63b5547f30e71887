package org.collegium.organization.durable;

import com.typesafe.config.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.collegium.modelhost.postgres.PostgresAccess;

/** Where a node keeps the states of its actors: {@code collegium.cluster.database}. */
public sealed interface DatabaseSettings {
  /** Environment variable with the password; counts before the key {@code password-file}. */
  String PASSWORD_VARIABLE = "COLLEGIUM_DATABASE_PASSWORD";

  /** A file of the node's own; only one node can use it. */
  record Embedded() implements DatabaseSettings {
    @Override
    public StateStore open(Path folder) {
      return StateDatabase.prepare(folder);
    }

    @Override
    public ForcedStates forced(Path folder) {
      return StateDatabase.forced(folder);
    }
  }

  /** A server that all nodes share. */
  record Shared(PostgresAccess access) implements DatabaseSettings {
    @Override
    public StateStore open(Path folder) {
      return PostgresStateStore.open(access);
    }

    @Override
    public ForcedStates forced(Path folder) {
      return ForcedStates.ALWAYS;
    }
  }

  /**
   * Opens the database.
   *
   * @param folder of the node's own file; not used by a server
   * @throws StateDatabaseException in one line, when it cannot be used
   */
  StateStore open(Path folder);

  /**
   * How what is committed comes to the device of the database, which somebody else has opened; asks nobody.
   *
   * @param folder of the node's own file; not used by a server
   */
  ForcedStates forced(Path folder);

  /**
   * Reads {@code collegium.cluster.database { kind = h2 | postgresql, url, user, password-file }}. A password has no
   * key: a configuration is shown, copied and kept with other files.
   *
   * @param environment variables of the process
   * @throws StateDatabaseException in one line with the place; a password is never part of it
   */
  static DatabaseSettings read(Config config, Map<String, String> environment) {
    SettingsSection section = new SettingsSection(config, "collegium.cluster.database");
    if (section.text("password").isPresent()) {
      throw section.wrong(
          "password",
          "must not be in a configuration: name a file in password-file, or set the environment variable "
              + PASSWORD_VARIABLE);
    }
    String kind = section.text("kind").orElse("h2");
    return switch (kind) {
      case "h2" -> new Embedded();
      case "postgresql" -> new Shared(access(section, environment));
      default -> throw section.wrong("kind", "must be h2 or postgresql, was '" + kind + "'");
    };
  }

  private static PostgresAccess access(SettingsSection section, Map<String, String> environment) {
    String url = section.text("url").orElseThrow(() -> section.wrong("url", "is needed when kind is postgresql"));
    String user = section.text("user").orElseThrow(() -> section.wrong("user", "is needed when kind is postgresql"));
    Optional<String> password =
        Optional.ofNullable(environment.get(PASSWORD_VARIABLE))
            .filter(given -> !given.isEmpty())
            .or(() -> section.path("password-file").map(file -> content(section, file)));
    try {
      return new PostgresAccess(url, user, password);
    } catch (IllegalArgumentException e) {
      throw section.wrong("url", "cannot be used: " + e.getMessage());
    }
  }

  private static String content(SettingsSection section, Path file) {
    String password;
    try {
      password = Files.readString(file).strip();
    } catch (IOException e) {
      throw section.wrong("password-file", "names " + file + ", which cannot be read: " + e.getClass().getSimpleName());
    }
    if (password.isEmpty()) {
      throw section.wrong("password-file", "names " + file + ", which is empty");
    }
    return password;
  }
}
