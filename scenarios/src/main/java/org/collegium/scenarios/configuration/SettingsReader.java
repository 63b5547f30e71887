package org.collegium.scenarios.configuration;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads typed values by key and remembers which keys exist. A value that is wrong is noted among the problems and the
 * default takes its place, so that the rest of the file is still checked.
 */
final class SettingsReader {
  private record Found(String name, ConfigValue value) {}

  private final String prefix;
  private final Optional<ConfigObject> overrides;
  private final ConfigObject values;
  private final ConfigObject defaults;
  private final Problems problems;
  private final SortedSet<String> known;

  private SettingsReader(
      String prefix,
      Optional<ConfigObject> overrides,
      ConfigObject values,
      ConfigObject defaults,
      Problems problems,
      SortedSet<String> known) {
    this.prefix = prefix;
    this.overrides = overrides;
    this.values = values;
    this.defaults = defaults;
    this.problems = problems;
    this.known = known;
  }

  /**
   * Reads a whole configuration.
   *
   * @param values the configuration with defaults filled in
   * @param defaults the defaults alone
   * @param known takes every key that is asked for
   */
  static SettingsReader of(ConfigObject values, ConfigObject defaults, Problems problems, SortedSet<String> known) {
    return new SettingsReader("", Optional.empty(), values, defaults, problems, known);
  }

  /** The same keys, where those inside of {@code path} come first. */
  SettingsReader overriddenBy(String path, ConfigObject section) {
    return new SettingsReader(path + ".", Optional.of(section), values, defaults, problems, known);
  }

  /** The same values, under the name of the section in which they stand. */
  SettingsReader named(String section) {
    return new SettingsReader(section + ".", Optional.of(values), values, defaults, problems, known);
  }

  int integer(String key, int min, int max) {
    return (int) whole(key, min, max);
  }

  long whole(String key, long min, long max) {
    Found found = find(key);
    Optional<Long> number = asWhole(found.value());
    if (number.isEmpty() || number.get() < min || number.get() > max) {
      String range = max == Long.MAX_VALUE ? "a whole number of at least " + min : "between " + min + " and " + max;
      complain(found, "must be " + range);
      return asWhole(fallback(key)).orElseThrow();
    }
    return number.get();
  }

  double real(String key, double min, double max) {
    Found found = find(key);
    Optional<Double> number = asReal(found.value());
    if (number.isEmpty() || !(number.get() >= min && number.get() <= max)) {
      complain(found, "must be between " + plain(min) + " and " + plain(max));
      return asReal(fallback(key)).orElseThrow();
    }
    return number.get();
  }

  boolean flag(String key) {
    Found found = find(key);
    if (found.value().valueType() != ConfigValueType.BOOLEAN) {
      complain(found, "must be true or false");
      return (Boolean) fallback(key).unwrapped();
    }
    return (Boolean) found.value().unwrapped();
  }

  String text(String key) {
    Found found = find(key);
    if (found.value().valueType() != ConfigValueType.STRING) {
      complain(found, "must be a text");
      return (String) fallback(key).unwrapped();
    }
    return (String) found.value().unwrapped();
  }

  /** One of the constants of an enum, written in lower case with hyphens. */
  <E extends Enum<E>> E choice(String key, Class<E> type) {
    Found found = find(key);
    Optional<E> chosen = asChoice(found.value(), type);
    if (chosen.isEmpty()) {
      String all =
          Arrays.stream(type.getEnumConstants()).map(SettingsReader::written).collect(Collectors.joining(", "));
      complain(found, "must be one of " + all);
      return asChoice(fallback(key), type).orElseThrow();
    }
    return chosen.get();
  }

  List<Long> wholes(String key) {
    return list(key, "a list of whole numbers", SettingsReader::asWhole);
  }

  List<String> texts(String key) {
    return list(
        key,
        "a list of texts",
        value -> value.valueType() == ConfigValueType.STRING
            ? Optional.of((String) value.unwrapped())
            : Optional.empty());
  }

  /** Names and contents of the sections in a section, by name. */
  List<Section> sections(String key) {
    Found found = find(key);
    if (!(found.value() instanceof ConfigObject all)) {
      complain(found, "must be a section of sections");
      return List.of();
    }
    List<Section> sections = new ArrayList<>();
    all.forEach((name, value) -> {
      if (value instanceof ConfigObject section) {
        sections.add(new Section(name, section));
      } else {
        complain(new Found(found.name() + "." + name, value), "must be a section in braces");
      }
    });
    sections.sort(Comparator.comparing(Section::name));
    return List.copyOf(sections);
  }

  /** One named section. */
  record Section(String name, ConfigObject content) {}

  /** Notes a demand that only the reader's caller can check, with the value that does not meet it. */
  void refuse(String key, String demand) {
    complain(find(key), demand);
  }

  /** Notes what is wrong with a key in a sentence that needs no value behind it. */
  void refuseInWords(String key, String predicate) {
    Found found = find(key);
    problems.add(found.value(), found.name() + " " + predicate);
  }

  private <T> List<T> list(String key, String demand, Function<ConfigValue, Optional<T>> element) {
    Found found = find(key);
    List<T> elements = new ArrayList<>();
    boolean good = found.value() instanceof ConfigList;
    if (found.value() instanceof ConfigList list) {
      for (ConfigValue value : list) {
        Optional<T> read = element.apply(value);
        good &= read.isPresent();
        read.ifPresent(elements::add);
      }
    }
    if (!good) {
      complain(found, "must be " + demand);
      return List.of();
    }
    return List.copyOf(elements);
  }

  private Found find(String key) {
    if (overrides.isPresent()) {
      Optional<ConfigValue> own = at(overrides.get(), key);
      if (own.isPresent()) {
        return new Found(prefix + key, own.get());
      }
    }
    known.add(key);
    return new Found(key, at(values, key).orElseGet(() -> fallback(key)));
  }

  private ConfigValue fallback(String key) {
    return at(defaults, key).orElseThrow(() -> new IllegalStateException("reference.conf has no key " + key));
  }

  private void complain(Found found, String demand) {
    problems.add(found.value(), found.name() + " " + demand + ", was " + shown(found.value()));
  }

  /** The value at a path; empty when there is none, or a null. */
  static Optional<ConfigValue> at(ConfigObject root, String path) {
    Optional<ConfigValue> value = Optional.of(root);
    for (String name : path.split("\\.", -1)) {
      value = value.flatMap(section -> section instanceof ConfigObject object
          ? Optional.ofNullable(object.get(name))
          : Optional.empty());
    }
    return value.filter(found -> found.valueType() != ConfigValueType.NULL);
  }

  private static String shown(ConfigValue value) {
    String text = value.render(ConfigRenderOptions.concise());
    return text.length() <= 60 ? text : text.substring(0, 57) + "...";
  }

  private static Optional<Long> asWhole(ConfigValue value) {
    return asReal(value).filter(number -> number == Math.rint(number) && Math.abs(number) <= 1L << 53)
        .map(number -> ((Number) value.unwrapped()).longValue());
  }

  private static Optional<Double> asReal(ConfigValue value) {
    return value.unwrapped() instanceof Number number ? Optional.of(number.doubleValue()) : Optional.empty();
  }

  private static <E extends Enum<E>> Optional<E> asChoice(ConfigValue value, Class<E> type) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> written(constant).equals(value.unwrapped()))
        .findFirst();
  }

  private static String written(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }
}
