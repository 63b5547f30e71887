package org.collegium.organization.cluster;

import java.util.List;

/** Settings of a node that cannot be used. */
public final class InvalidSettingsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> lines;

  /** One line for each. */
  public InvalidSettingsException(List<String> lines) {
    super(String.join("; ", lines));
    this.lines = List.copyOf(lines);
  }

  /** One for each setting, for people. */
  public List<String> lines() {
    return lines;
  }
}
