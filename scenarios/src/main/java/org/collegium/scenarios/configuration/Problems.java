package org.collegium.scenarios.configuration;

import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Gathers what is wrong in a configuration; the same problem is kept once. */
final class Problems {
  /** Name of the origin of values that were given on the command line. */
  static final String COMMAND_LINE = "--set";

  private record Problem(String file, int line, String text) {
    String shown() {
      return line > 0 ? file + ": " + line + ": " + text : file + ": " + text;
    }
  }

  private final Path workingDirectory;
  private final Set<Problem> found = new LinkedHashSet<>();

  Problems(Path workingDirectory) {
    this.workingDirectory = workingDirectory.toAbsolutePath().normalize();
  }

  /** Something is wrong with a value. */
  void add(ConfigValue value, String text) {
    add(value.origin(), text);
  }

  /** Something is wrong at a place. */
  void add(ConfigOrigin origin, String text) {
    String file = fileOf(origin);
    found.add(new Problem(file, file.equals(COMMAND_LINE) ? 0 : origin.lineNumber(), text));
  }

  /** Something is wrong with a file as a whole. */
  void add(String place, String text) {
    found.add(new Problem(place, 0, text));
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  /** One line a problem, by file and line. */
  List<String> lines() {
    List<Problem> sorted = new ArrayList<>(found);
    sorted.sort(Comparator.comparing(Problem::file).thenComparingInt(Problem::line));
    return sorted.stream().map(Problem::shown).toList();
  }

  private String fileOf(ConfigOrigin origin) {
    String description = origin.description();
    if (description.startsWith(COMMAND_LINE)) {
      return COMMAND_LINE;
    }
    String file = origin.filename();
    if (file == null) {
      return description.replaceFirst(": \\d+$", "");
    }
    Path path = Path.of(file).toAbsolutePath().normalize();
    return path.startsWith(workingDirectory) ? workingDirectory.relativize(path).toString() : path.toString();
  }
}
