package org.collegium.scenarios.configuration;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Reads what nodes and clients of a cluster are configured by. */
public final class ClusterFile {
  private static final String ROOT = "collegium";

  /** Optional, so that they have no default from which they could be known. */
  private static final List<String> WITHOUT_DEFAULT =
      List.of("cluster.database.url", "cluster.database.user", "cluster.database.password-file");

  /** Whoever reads these takes what is in them. */
  private static final Set<String> FREE = Set.of("model-host.dispatcher", "serialization.codecs");

  /** No settings but system properties of the launcher and of benches, and what is refused in words of its own. */
  private static final List<String> ELSEWHERE =
      List.of("collegium.home", "collegium.crash-at", "collegium.cluster.database.password");

  private ClusterFile() {}

  /**
   * Reads a file as it is written, with what it includes.
   *
   * @throws InvalidInputException when it cannot be read
   */
  public static Config read(Path file) {
    HoconSource source = new HoconSource(new Problems(Path.of("")));
    Config written = source.written(file);
    source.stop();
    return written;
  }

  /**
   * Returns when every key under {@code collegium} is one that somebody reads: a misspelt one must not leave a node
   * open that was to be secured. What Pekko and other libraries are told is theirs to judge.
   *
   * @param whole resolved
   * @throws InvalidInputException with the place of every other key
   */
  public static void requireKnownKeys(Config whole) {
    Problems problems = new Problems(Path.of(""));
    Config settings = whole;
    for (String path : ELSEWHERE) {
      settings = settings.withoutPath(path);
    }
    settings.root().forEach((key, value) -> {
      if (!key.equals(ROOT) && Spelling.nearest(key, List.of(ROOT)).isPresent()) {
        problems.add(value, key + " is not a key; did you mean " + ROOT + "?");
      }
    });
    if (settings.root().get(ROOT) instanceof ConfigObject section) {
      new UnknownKeys(known(), problems, "conf/cluster/README.md says where all keys are").search(ROOT, section);
    }
    if (!problems.isEmpty()) {
      throw new InvalidInputException(problems.lines());
    }
  }

  private static SortedSet<String> known() {
    Config shipped =
        ConfigFactory.parseResources("collegium-cluster.conf")
            .withFallback(ConfigFactory.parseResources("collegium-node.conf"))
            .withFallback(ConfigFactory.parseResources("collegium-telemetry.conf"))
            .withFallback(ConfigFactory.defaultReferenceUnresolved());
    SortedSet<String> known = new TreeSet<>(WITHOUT_DEFAULT);
    if (shipped.root().get(ROOT) instanceof ConfigObject section) {
      section.forEach((key, value) -> collect(key, value, known));
    }
    return known;
  }

  private static void collect(String path, ConfigValue value, SortedSet<String> into) {
    if (value instanceof ConfigObject section && !FREE.contains(path)) {
      section.forEach((key, each) -> collect(path + "." + key, each, into));
    } else {
      into.add(path);
    }
  }
}
