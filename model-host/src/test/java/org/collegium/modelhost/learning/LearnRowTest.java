package org.collegium.modelhost.learning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.collegium.modelhost.protocol.Reals;
import org.collegium.modelhost.protocol.Segment;
import org.collegium.modelhost.protocol.Tokens;
import org.collegium.modelhost.protocol.Trajectory;
import org.junit.jupiter.api.Test;

class LearnRowTest {
  private final Trajectory trajectory =
      new Trajectory(
          List.of(
              Segment.context(Tokens.of(1, 2, 3)),
              Segment.action(Tokens.of(4, 5), Reals.of(-0.4f, -0.5f)),
              Segment.observation(Tokens.of(6, 7, 8)),
              Segment.action(Tokens.of(9), Reals.of(-0.9f)),
              Segment.context(Tokens.of(10))));

  @Test
  void theFirstTokenBehindABoundaryBelongsToItsOwnSegment() {
    LearnRow actions = LearnRow.ofActions(trajectory);
    assertThat(targets(actions)).containsExactlyInAnyOrder(4, 5, 9);
    assertThat(actions.place(0)).isEqualTo(2);
    assertThat(actions.sampledLogProbability(0)).isEqualTo(-0.4f);
    assertThat(actions.sampledLogProbability(2)).isEqualTo(-0.9f);
    LearnRow observations = LearnRow.ofObservations(trajectory);
    assertThat(targets(observations)).containsExactlyInAnyOrder(6, 7, 8);
    assertThat(observations.place(0)).isEqualTo(4);
  }

  @Test
  void noTokenIsCountedByBothLosses() {
    Set<Integer> both = targets(LearnRow.ofActions(trajectory));
    both.retainAll(targets(LearnRow.ofObservations(trajectory)));
    assertThat(both).isEmpty();
  }

  @Test
  void whatFollowsTheLastCountedTokenIsLeftOut() {
    assertThat(LearnRow.ofObservations(trajectory).length()).isEqualTo(7);
    assertThat(LearnRow.ofActions(trajectory).length()).isEqualTo(8);
  }

  @Test
  void anActionWithoutLogProbabilitiesIsNotCounted() {
    Trajectory copied = new Trajectory(List.of(Segment.action(Tokens.of(1, 2), Reals.empty())));
    assertThat(LearnRow.ofActions(copied).counted()).isZero();
    assertThat(LearnRow.ofActions(copied).length()).isZero();
  }

  @Test
  void aTokenWithNothingBeforeItIsNotCounted() {
    Trajectory bare = new Trajectory(List.of(Segment.observation(Tokens.of(5, 6))));
    assertThat(targets(LearnRow.ofObservations(bare))).containsExactly(6);
  }

  private static Set<Integer> targets(LearnRow row) {
    Set<Integer> targets = new HashSet<>();
    for (int i = 0; i < row.counted(); i++) {
      targets.add(row.target(i));
    }
    return targets;
  }
}
