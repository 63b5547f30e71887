package org.collegium.agents.core;

import java.util.ArrayList;
import java.util.List;

/** The rollouts of one task in one wave: each other's baseline. */
record Group(int task, int wave, List<Episode> episodes) {
  /** All groups that may be learned from and have a baseline, in the order of waves and tasks. */
  static List<Group> of(RoundWork work) {
    List<Group> groups = new ArrayList<>();
    List<Episode> episodes = work.episodes();
    int from = 0;
    while (from < episodes.size()) {
      Episode first = episodes.get(from);
      int to = from + 1;
      while (to < episodes.size() && isOneGroup(first, episodes.get(to))) {
        to++;
      }
      if (to - from >= 2 && work.isLearning(first)) {
        groups.add(new Group(first.task(), first.wave(), List.copyOf(episodes.subList(from, to))));
      }
      from = to;
    }
    return groups;
  }

  private static boolean isOneGroup(Episode left, Episode right) {
    return left.task() == right.task() && left.wave() == right.wave();
  }

  /** The groups that were not replaced, in the order of tasks. */
  static List<Group> standing(RoundWork work) {
    List<Group> all = of(work);
    return all.stream()
        .filter(group -> all.stream().noneMatch(other -> other.task == group.task && other.wave > group.wave))
        .sorted((left, right) -> Integer.compare(left.task, right.task))
        .toList();
  }

  /** Whether all rewards are equal, so that nothing can be learned from it. */
  boolean isFlat() {
    return episodes.stream().allMatch(episode -> episode.reward() == episodes.getFirst().reward());
  }
}
