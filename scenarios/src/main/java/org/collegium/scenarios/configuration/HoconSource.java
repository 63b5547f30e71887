package org.collegium.scenarios.configuration;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads a file and what the command line sets beside it, keeping the place of every value. */
final class HoconSource {
  private final Problems problems;

  HoconSource(Problems problems) {
    this.problems = problems;
  }

  /**
   * What file and command line say.
   *
   * @param overrides {@code key=value}, the later ones win; the value is HOCON, or a text when it can't be read as that
   * @throws InvalidInputException when one of them is no HOCON
   */
  Config given(Path file, List<String> overrides) {
    return given(written(file), overrides);
  }

  /** The same where the file is read already. */
  Config given(Config written, List<String> overrides) {
    Config given = overrides(overrides).withFallback(written);
    stop();
    return given;
  }

  /**
   * The same with defaults filled in and references resolved.
   *
   * @throws InvalidInputException when a reference leads nowhere
   */
  Config whole(Config given, ConfigObject defaults, Path file) {
    try {
      return given.withFallback(defaults.toConfig()).resolve();
    } catch (ConfigException.UnresolvedSubstitution unresolved) {
      problems.add(file.toString(), String.valueOf(unresolved.getMessage()));
      stop();
      throw unresolved;
    }
  }

  /** Ends the reading when something is wrong. */
  void stop() {
    if (!problems.isEmpty()) {
      throw new InvalidInputException(problems.lines());
    }
  }

  /** What the file alone says; empty when it cannot be read, which the next {@link #stop()} tells. */
  Config written(Path file) {
    if (!Files.isRegularFile(file)) {
      problems.add(file.toString(), Files.isDirectory(file) ? "is a folder, not a file" : "there is no such file");
      return ConfigFactory.empty();
    }
    try {
      return ConfigFactory.parseFile(file.toFile());
    } catch (ConfigException.Parse broken) {
      problems.add(broken.origin(), withoutPlace(broken));
    } catch (ConfigException.IO unreadable) {
      problems.add(file.toString(), "cannot be read: " + unreadable.getMessage());
    }
    return ConfigFactory.empty();
  }

  private Config overrides(List<String> overrides) {
    Config all = ConfigFactory.empty();
    for (String override : overrides) {
      int equals = override.indexOf('=');
      if (equals <= 0) {
        problems.add(Problems.COMMAND_LINE, "must be key=value, was " + override);
        continue;
      }
      try {
        String key = override.substring(0, equals).strip();
        all = all.withValue(key, overriding(override.substring(equals + 1)));
      } catch (ConfigException.BadPath bad) {
        problems.add(Problems.COMMAND_LINE, "must be key=value with a key of words and dots, was " + override);
      }
    }
    return all;
  }

  private static ConfigValue overriding(String text) {
    try {
      ConfigParseOptions options = ConfigParseOptions.defaults().setOriginDescription(Problems.COMMAND_LINE);
      return ConfigFactory.parseString("value = " + text, options).getValue("value");
    } catch (ConfigException notHocon) {
      // A device such as gpu:0 or a path needs no quotes on the command line.
      return ConfigValueFactory.fromAnyRef(text).withOrigin(ConfigOriginFactory.newSimple(Problems.COMMAND_LINE));
    }
  }

  private static String withoutPlace(ConfigException.Parse broken) {
    String text = String.valueOf(broken.getMessage());
    String place = broken.origin().description() + ": ";
    return text.startsWith(place) ? text.substring(place.length()) : text;
  }
}
