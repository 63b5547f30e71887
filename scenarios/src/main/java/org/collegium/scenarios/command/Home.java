package org.collegium.scenarios.command;

import java.nio.file.Path;

/** Where Collegium stands. */
final class Home {
  private Home() {}

  /** The folder of the launcher; the working directory when it was not used. */
  static Path folder() {
    return Path.of(System.getProperty("collegium.home", ""));
  }
}
