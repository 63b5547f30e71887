package org.collegium.scenarios.report;

import java.util.List;
import java.util.stream.Collectors;

/**
 * HTML or SVG that is safe wherever elements may stand. Text becomes markup only by {@link #text}, which escapes it, so
 * that nothing a scenario or an agent wrote can become an element.
 */
record Markup(String html) {
  static final Markup NONE = new Markup("");

  static Markup text(String text) {
    return new Markup(escape(text));
  }

  static Markup all(List<Markup> parts) {
    return new Markup(parts.stream().map(Markup::html).collect(Collectors.joining()));
  }

  static Markup all(Markup... parts) {
    return all(List.of(parts));
  }

  /** An element without attributes. */
  static Markup element(String name, Markup... content) {
    return tag(name).holding(content);
  }

  /** An element without attributes. */
  static Markup element(String name, String text) {
    return tag(name).holding(text(text));
  }

  static Tag tag(String name) {
    return new Tag(name, "");
  }

  static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        default -> escaped.append(isAllowed(c) ? c : '\uFFFD');
      }
    }
    return escaped.toString();
  }

  /** Control characters other than white space are no HTML text. */
  private static boolean isAllowed(char c) {
    return (c >= ' ' && c != 0x7F) || c == '\n' || c == '\t';
  }

  /** A start tag that still takes attributes. */
  record Tag(String name, String attributes) {
    Tag with(String attribute, String value) {
      return new Tag(name, attributes + " " + attribute + "=\"" + escape(value) + "\"");
    }

    Markup holding(Markup... content) {
      return holding(List.of(content));
    }

    Markup holding(List<Markup> content) {
      return new Markup("<" + name + attributes + ">" + all(content).html() + "</" + name + ">");
    }

    Markup holding(String text) {
      return holding(Markup.text(text));
    }
  }
}
