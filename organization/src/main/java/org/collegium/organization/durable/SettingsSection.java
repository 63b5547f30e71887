package org.collegium.organization.durable;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A section of the configuration, read so that what is wrong is told with its place and without any value of another
 * key.
 */
record SettingsSection(Config config, String name) {
  /**
   * A text; what is not given, or given as nothing, is not there.
   *
   * @throws StateDatabaseException when it is no text
   */
  Optional<String> text(String key) {
    String path = name + "." + key;
    if (!config.hasPath(path)) {
      return Optional.empty();
    }
    try {
      return Optional.of(config.getString(path)).filter(text -> !text.isBlank());
    } catch (ConfigException.WrongType _) {
      throw wrong(key, "must be a text");
    }
  }

  /**
   * A path.
   *
   * @throws StateDatabaseException when it can be none
   */
  Optional<Path> path(String key) {
    try {
      return text(key).map(Path::of);
    } catch (InvalidPathException _) {
      throw wrong(key, "is no path");
    }
  }

  /** What is wrong with a key, in one line with file and line of it. */
  StateDatabaseException wrong(String key, String problem) {
    String path = name + "." + key;
    String place = config.hasPath(path) ? config.getValue(path).origin().description() + ": " : "";
    return new StateDatabaseException(place + path + " " + problem);
  }

  /** Without the values: there may be a password among them. */
  @Override
  public String toString() {
    return name;
  }
}
