package org.collegium.scenarios.replaying;

import java.util.ArrayList;
import java.util.List;

/** Lines that stand below each other by their depth; a long text is folded. */
final class Tree {
  private static final String INDENT = "  ";
  private static final int WIDTH = 110;
  private static final int LABEL_WIDTH = 16;

  private final List<String> lines;
  private final int depth;

  private Tree(List<String> lines, int depth) {
    this.lines = lines;
    this.depth = depth;
  }

  static Tree root() {
    return new Tree(new ArrayList<>(), 0);
  }

  /** A line; what is added to the answer stands below it. */
  Tree branch(String text) {
    fold("", text);
    return new Tree(lines, depth + 1);
  }

  /** A named value. */
  Tree leaf(String name, Object value) {
    fold(name + " ".repeat(Math.max(1, LABEL_WIDTH - name.length())), value.toString());
    return this;
  }

  private void fold(String label, String text) {
    String head = INDENT.repeat(depth) + label;
    String rest = text;
    int room = Math.max(20, WIDTH - head.length());
    while (rest.length() > room) {
      int cut = rest.lastIndexOf(' ', room);
      int at = cut > 0 ? cut : room;
      lines.add((head + rest.substring(0, at)).stripTrailing());
      rest = rest.substring(at).stripLeading();
      head = " ".repeat(head.length());
    }
    lines.add((head + rest).stripTrailing());
  }

  List<String> lines() {
    return List.copyOf(lines);
  }
}
