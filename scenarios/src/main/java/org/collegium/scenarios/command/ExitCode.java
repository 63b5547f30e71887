package org.collegium.scenarios.command;

/** What the process ends with. */
final class ExitCode {
  static final int OK = 0;

  /** It failed, or two things that must be equal are not. */
  static final int FAILED = 1;

  /** What was given cannot be used. */
  static final int BAD_INPUT = 2;

  /** Somebody stopped it; what is there is whole. */
  static final int STOPPED = 130;

  private ExitCode() {}
}
