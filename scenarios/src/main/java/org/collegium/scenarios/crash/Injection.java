package org.collegium.scenarios.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A place at which a process is made to crash.
 *
 * @param specification for {@link org.collegium.modelhost.fault.CrashPoints}
 * @param properties what the processes of the run must be told so that they come there
 */
record Injection(String place, String specification, List<String> properties) {
  /** Small enough that a run of seconds fills several. */
  private static final String SMALL_SEGMENTS =
      "collegium.organization.log.segment-size=" + Passages.SEGMENT_BYTES + " B";

  /** A commit takes some milliseconds. */
  private static final int COMMIT_MICROS_MAX = 4000;

  /** Copies the list. */
  Injection {
    properties = List.copyOf(properties);
  }

  /** So many at each place, at drawn passages. */
  static List<Injection> drawn(Passages passages, int countEach, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Injection> drawn = new ArrayList<>();
    for (int count = 0; count < countEach; count++) {
      drawn.add(at("adapter-write", random.nextInt(passages.adapterWrites()) + 1, "", List.of()));
      drawn.add(at("segment-roll", random.nextInt(passages.segmentRolls()) + 1, "", List.of(SMALL_SEGMENTS)));
      drawn.add(at(
          "database-commit",
          random.nextInt(passages.databaseCommits()) + 1,
          "+" + (random.nextInt(COMMIT_MICROS_MAX) + 1),
          List.of()));
    }
    return drawn;
  }

  private static Injection at(String place, int passage, String delay, List<String> properties) {
    return new Injection(place, place + ":" + passage + delay, properties);
  }
}
