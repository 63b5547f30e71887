package org.collegium.modelhost.fault;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Places at which the process can be told to die as if it had been killed: no hook runs, nothing is flushed. The system
 * property {@code collegium.crash-at} names one place and at which passage, for example {@code adapter-write:3}, and
 * perhaps how much later, for work that other threads do: {@code database-commit:3+500} lives on for 500 microseconds.
 * It is read once, and without it a passage costs nothing.
 */
public final class CrashPoints {
  /** What names the place. */
  public static final String PROPERTY = "collegium.crash-at";

  /** Exit code of a process that was killed. */
  public static final int EXIT_CODE = 137;

  private static final Pattern SPECIFICATION = Pattern.compile("([a-z-]+):([1-9]\\d{0,8})(?:\\+(\\d{1,7}))?");
  private static final CrashPoints ARMED =
      new CrashPoints(System.getProperty(PROPERTY, ""), () -> Runtime.getRuntime().halt(EXIT_CODE));

  private final String place;
  private final Runnable crash;
  private final AtomicLong left;
  private final long delayMicros;

  /**
   * Crashes once.
   *
   * @param specification {@code PLACE:PASSAGE} or {@code PLACE:PASSAGE+MICROSECONDS}, or empty for never
   */
  CrashPoints(String specification, Runnable crash) {
    Matcher parts = SPECIFICATION.matcher(specification);
    boolean armed = parts.matches();
    if (!armed && !specification.isEmpty()) {
      throw new IllegalArgumentException(
          PROPERTY + " must be PLACE:PASSAGE, for example adapter-write:3, or PLACE:PASSAGE+MICROSECONDS, was "
              + specification);
    }
    this.place = armed ? parts.group(1) : "";
    this.left = new AtomicLong(armed ? Long.parseLong(parts.group(2)) : 0);
    this.delayMicros = armed ? Optional.ofNullable(parts.group(3)).map(Long::parseLong).orElse(0L) : 0;
    this.crash = crash;
  }

  /** The process passes a place. */
  public static void pass(String place) {
    ARMED.passed(place);
  }

  void passed(String where) {
    if (where.equals(place) && left.decrementAndGet() == 0) {
      if (delayMicros == 0) {
        crash.run();
      } else {
        Thread.ofPlatform().daemon().name("crash").start(this::crashLater);
      }
    }
  }

  private void crashLater() {
    long endNs = System.nanoTime() + TimeUnit.MICROSECONDS.toNanos(delayMicros);
    for (long leftNs = endNs - System.nanoTime(); leftNs > 0; leftNs = endNs - System.nanoTime()) {
      LockSupport.parkNanos(this, leftNs);
    }
    crash.run();
  }
}
