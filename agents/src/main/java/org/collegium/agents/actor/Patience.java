package org.collegium.agents.actor;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How long an agent waits for an answer. Between nodes a message may be lost, so that it must be sent again; within one
 * process none is.
 *
 * @param resendAfter what is not answered for so long is sent again, then after twice that time and so on, at most
 *     {@value #PAUSES_MAX} times that time; empty for never
 * @param giveUpAfter an agent that hears nothing of what it waits for during that time begins a new life; longer than
 *     the longest pause between two sendings, which a host that is at work answers; empty for never
 */
public record Patience(Optional<Duration> resendAfter, Optional<Duration> giveUpAfter) {
  /** Nothing is sent again, nothing is given up. */
  public static final Patience ENDLESS = new Patience(Optional.empty(), Optional.empty());

  static final int PAUSES_MAX = 8;

  /** Looks in the shorter of the two times; more would find out a little earlier. */
  private static final int LOOKS = 4;

  /** Takes only times that are longer than nothing. */
  public Patience {
    times(resendAfter, giveUpAfter).filter(time -> time.toMillis() < LOOKS).findAny().ifPresent(time -> {
      throw new IllegalArgumentException("an agent must wait for at least " + LOOKS + " ms, was to wait for " + time);
    });
  }

  /**
   * The node's own, under {@code collegium.agents}: each {@code off} or a duration.
   *
   * @throws ConfigException with the place, when it is neither, or too short to be measured
   */
  public static Patience of(Config config) {
    return new Patience(
        time(config, "collegium.agents.resend-after"), time(config, "collegium.agents.give-up-after"));
  }

  /**
   * A time that may be {@code off}.
   *
   * @throws ConfigException with the place, when it is neither that nor a duration, or too short to be measured
   */
  public static Optional<Duration> time(Config config, String path) {
    String text = config.getString(path);
    if (text.equals("off")) {
      return Optional.empty();
    }
    Duration time = config.getDuration(path);
    if (time.toMillis() < LOOKS) {
      throw new ConfigException.BadValue(
          config.getValue(path).origin(), path, "must be off or at least " + LOOKS + " ms, was " + text);
    }
    return Optional.of(time);
  }

  private static Stream<Duration> times(Optional<Duration> one, Optional<Duration> other) {
    return Stream.of(one, other).flatMap(Optional::stream);
  }

  /** How often an agent that waits looks for how long it has waited; empty when it does not matter. */
  Optional<Duration> lookInterval() {
    return times(resendAfter, giveUpAfter).min(Duration::compareTo).map(shortest -> shortest.dividedBy(LOOKS));
  }

  /** The number of looks in which at least so much time has passed, although the first may come at once. */
  long looks(Duration time) {
    Duration interval = lookInterval().orElse(time);
    long whole = time.dividedBy(interval);
    return 1 + (interval.multipliedBy(whole).compareTo(time) < 0 ? whole + 1 : whole);
  }
}
