package org.collegium.agents.memory;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.collegium.modelhost.protocol.Trajectory;

/**
 * An agent's own past observations in the form its world adapter learned them, the oldest first, each content once.
 * Rehearsing them keeps new ones from erasing the old.
 */
public record LessonMemory(List<Trajectory> lessons) {
  /** Nothing observed yet. */
  public static final LessonMemory EMPTY = new LessonMemory(List.of());

  /** Copies the list. */
  public LessonMemory {
    lessons = List.copyOf(lessons);
  }

  /** With newer lessons; one that was known becomes new again, beyond {@code lessonsMax} the oldest leave. */
  public LessonMemory with(List<Trajectory> newer, int lessonsMax) {
    Set<Trajectory> next = new LinkedHashSet<>(lessons);
    for (Trajectory lesson : newer) {
      next.remove(lesson);
      next.add(lesson);
    }
    List<Trajectory> all = List.copyOf(next);
    return new LessonMemory(all.subList(Math.max(0, all.size() - lessonsMax), all.size()));
  }

  /**
   * A sample without replacement of what is not among {@code fresh}, the oldest first (selection sampling: Knuth, TAOCP
   * 2, 3.4.2, algorithm S).
   *
   * @param rows most lessons to draw
   * @param seed of the draw
   */
  public List<Trajectory> replay(int rows, List<Trajectory> fresh, long seed) {
    Set<Trajectory> excluded = new LinkedHashSet<>(fresh);
    List<Trajectory> past = lessons.stream().filter(lesson -> !excluded.contains(lesson)).toList();
    SplittableRandom random = new SplittableRandom(seed);
    List<Trajectory> drawn = new ArrayList<>();
    for (int at = 0; at < past.size() && drawn.size() < rows; at++) {
      if (random.nextInt(past.size() - at) < rows - drawn.size()) {
        drawn.add(past.get(at));
      }
    }
    return List.copyOf(drawn);
  }
}
