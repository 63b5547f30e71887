package org.collegium.scenarios.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How an arm looks everywhere in a report. Colours are those of Okabe and Ito, with two of Tol's, told apart by people
 * with any colour vision; dash and shape say the same once more.
 *
 * @param arm its name
 * @param color a CSS colour, which follows the reader's light or dark scheme
 * @param dash of lines, as in SVG; empty for a whole line
 * @param shape of points, by Vega's names
 */
record ArmStyle(String arm, String color, List<Integer> dash, String shape) {
  /** How many colours {@code report.css} defines as {@code --arm-0} and so on. */
  static final int COLORS = 9;

  private static final List<List<Integer>> DASHES =
      List.of(List.of(), List.of(7, 3), List.of(2, 2), List.of(9, 3, 2, 3));
  private static final List<String> SHAPES = List.of("circle", "square", "triangle-up", "diamond", "triangle-down");

  ArmStyle {
    dash = List.copyOf(dash);
  }

  /** Styles of arms, in their order; different for the first 45 of them. */
  static List<ArmStyle> of(List<String> arms) {
    List<ArmStyle> styles = new ArrayList<>();
    for (int i = 0; i < arms.size(); i++) {
      styles.add(
          new ArmStyle(
              arms.get(i),
              String.format(Locale.ROOT, "var(--arm-%d)", i % COLORS),
              DASHES.get((i / 2 + i / COLORS) % DASHES.size()),
              SHAPES.get((i + 2 * (i / COLORS)) % SHAPES.size())));
    }
    return styles;
  }

  /** The style of an arm; the first one when the arm is unknown. */
  static ArmStyle find(List<ArmStyle> styles, String arm) {
    return styles.stream().filter(style -> style.arm().equals(arm)).findFirst().orElse(styles.getFirst());
  }

  /** A sentence in which every name of an arm stands out in the arm's colour. */
  static Markup marked(List<ArmStyle> styles, String sentence) {
    List<String> names =
        styles.stream()
            .map(ArmStyle::arm)
            .sorted(Comparator.comparingInt(String::length).reversed())
            .map(Pattern::quote)
            .toList();
    Matcher matcher = Pattern.compile("(?<![\\w-])(?:" + String.join("|", names) + ")(?![\\w-])").matcher(sentence);
    List<Markup> parts = new ArrayList<>();
    int from = 0;
    while (!names.isEmpty() && matcher.find()) {
      parts.add(Markup.text(sentence.substring(from, matcher.start())));
      parts.add(find(styles, matcher.group()).name());
      from = matcher.end();
    }
    parts.add(Markup.text(sentence.substring(from)));
    return Markup.all(parts);
  }

  /** The arm's name in its colour. */
  Markup name() {
    return Markup.tag("b").with("class", "arm").with("style", "color:" + color).holding(arm);
  }

  /** A short piece of the arm's line with its point, as a key. */
  Markup key() {
    String dashes = dash.isEmpty() ? "none" : dash.stream().map(String::valueOf).collect(Collectors.joining(" "));
    return Markup.tag("svg")
        .with("class", "key")
        .with("viewBox", "0 0 36 14")
        .with("aria-hidden", "true")
        .holding(
            Markup.tag("path")
                .with("d", "M1 7H35")
                .with("style", "stroke:" + color + ";stroke-width:2.4;stroke-dasharray:" + dashes)
                .holding(),
            Markup.tag("path").with("d", outline()).with("style", "fill:" + color).holding());
  }

  private String outline() {
    return switch (shape) {
      case "square" -> "M14 3h8v8h-8z";
      case "triangle-up" -> "M18 2l5 9h-10z";
      case "triangle-down" -> "M18 12l5 -9h-10z";
      case "diamond" -> "M18 1l5 6l-5 6l-5 -6z";
      default -> "M18 2.6a4.4 4.4 0 1 1 -.01 0z";
    };
  }
}
