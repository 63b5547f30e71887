package org.collegium.modelhost.store;

import java.time.Duration;
import java.util.List;

/**
 * How long a store that is away is waited for.
 *
 * @param pauses before the same is tried again, one after the other, when the store was there until now
 * @param quiet once it is known to be away, it is left alone for so long after each attempt
 * @param awayMax what is asked when it has been away for longer fails for good
 */
public record StorePatience(List<Duration> pauses, Duration quiet, Duration awayMax) {
  /** Four attempts again within 1.5 s, then one a second; two minutes in all. */
  public static final StorePatience STANDARD = standard(Duration.ofMinutes(2));

  /** Copies the list. */
  public StorePatience {
    pauses = List.copyOf(pauses);
  }

  /** The standard pauses, for so long in all. */
  public static StorePatience standard(Duration awayMax) {
    List<Duration> growing =
        List.of(Duration.ofMillis(100), Duration.ofMillis(200), Duration.ofMillis(400), Duration.ofMillis(800));
    return new StorePatience(growing, Duration.ofSeconds(1), awayMax);
  }
}
