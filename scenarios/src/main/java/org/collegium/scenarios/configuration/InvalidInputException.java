package org.collegium.scenarios.configuration;

import java.io.Serial;
import java.util.List;

/** What somebody gave cannot be used; each line names the place and what is wrong there. */
public final class InvalidInputException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** One thing is wrong. */
  public InvalidInputException(String line) {
    this(List.of(line));
  }

  /** Some things are wrong, in the order in which they are shown; never empty. */
  public InvalidInputException(List<String> lines) {
    super(String.join("\n", lines));
  }

  /** One line for each thing that is wrong. */
  public List<String> lines() {
    return String.valueOf(getMessage()).lines().toList();
  }
}
