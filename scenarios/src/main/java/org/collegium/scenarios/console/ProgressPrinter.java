package org.collegium.scenarios.console;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.collegium.organization.run.RoundResult;
import org.collegium.organization.run.RunListener;

/** Shows how a run goes: one line that is written over on a terminal, else a plain line now and then. */
public final class ProgressPrinter implements RunListener, AutoCloseable {
  private static final long BAR_EVERY_MS = 200;
  private static final long LINE_EVERY_MS = 5000;
  private static final String CLEAR = "\r\u001b[2K";

  private final Progress progress;
  private final PrintStream out;
  private final Style style;
  private final LongSupplier clockMs;
  private final long startMs;
  private long shownMs;
  private boolean barShown;

  /** How progress is shown. */
  public enum Style {
    BAR,
    LINES,
    SILENT
  }

  /**
   * Begins.
   *
   * @param expected learning episodes of all agents of an organization, by organization
   * @param clockMs any clock that does not go back
   */
  public ProgressPrinter(Map<String, Long> expected, PrintStream out, Style style, LongSupplier clockMs) {
    this.progress = new Progress(expected);
    this.out = out;
    this.style = style;
    this.clockMs = clockMs;
    this.startMs = clockMs.getAsLong();
    this.shownMs = startMs;
  }

  @Override
  public synchronized void roundClosed(RoundResult result) {
    progress.add(result);
    long now = clockMs.getAsLong();
    long every = style == Style.BAR ? BAR_EVERY_MS : LINE_EVERY_MS;
    if (now - shownMs >= every) {
      shownMs = now;
      show(now);
    }
  }

  @Override
  public void repaired(String what) {
    say(what);
  }

  @Override
  public void awaited(List<String> nodes) {
    String names = String.join(", ", nodes);
    say("The run is over; waiting for " + names + ", with a part of its log, to come back (gone for good? Ctrl-C, then"
        + " attach --without " + String.join(" --without ", nodes) + ") ...");
  }

  /** Says something to the reader without breaking the line of progress. */
  public synchronized void say(String line) {
    clear();
    out.println(line);
  }

  @Override
  public synchronized void close() {
    clear();
  }

  private void show(long now) {
    long seconds = (now - startMs) / 1000;
    if (style == Style.BAR) {
      out.print(CLEAR + progress.bar(seconds));
      out.flush();
      barShown = true;
    } else if (style == Style.LINES) {
      out.println(progress.text(seconds));
    }
  }

  private void clear() {
    if (barShown) {
      out.print(CLEAR);
      out.flush();
      barShown = false;
    }
  }
}
