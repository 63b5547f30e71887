package org.collegium.scenarios.console;

import java.util.ArrayList;
import java.util.List;

/** A table of text whose columns are as wide as they must be; the first column stands left, the others right. */
public final class TextTable {
  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();

  /** A table that begins with its head. */
  public TextTable(List<String> head) {
    rows.add(List.copyOf(head));
  }

  /**
   * Adds a row.
   *
   * @throws IllegalArgumentException unless it has a cell for each column
   */
  public void add(List<String> cells) {
    if (cells.size() != rows.getFirst().size()) {
      throw new IllegalArgumentException(cells.size() + " cells for " + rows.getFirst().size() + " columns");
    }
    rows.add(List.copyOf(cells));
  }

  /** The lines from the head on, without trailing blanks. */
  public List<String> lines() {
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int column = 0; column < columns; column++) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < widths.length; column++) {
      String cell = row.get(column);
      String blanks = " ".repeat(widths[column] - cell.length());
      line.append(column == 0 ? cell + blanks : GAP + blanks + cell);
    }
    return line.toString().stripTrailing();
  }
}
