package org.collegium.modelhost.learning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.collegium.modelhost.protocol.ActiveAdapters;
import org.collegium.modelhost.protocol.AdapterPairId;
import org.collegium.modelhost.protocol.HostRequest.LearnWorld;
import org.collegium.modelhost.protocol.Segment;
import org.collegium.modelhost.protocol.Tokens;
import org.collegium.modelhost.protocol.Trajectory;
import org.collegium.modelhost.protocol.WorldObjective;
import org.junit.jupiter.api.Test;

class WorldLessonTest {
  private static final FrozenBase UNIFORM = new FrozenBase() {
    @Override
    public List<float[]> logProbabilities(List<LearnRow> rows) {
      throw new AssertionError("a world lesson compares distributions");
    }

    @Override
    public List<float[]> distributions(List<LearnRow> rows) {
      return rows.stream().map(row -> new float[] {0.5f, 0.5f}).toList();
    }
  };

  @Test
  void drawsAreDistinctAscendingAndTheirOwnInEveryStep() {
    for (int step = 0; step < 50; step++) {
      int[] drawn = WorldLesson.drawn(20, 7, 42, step);
      assertThat(drawn).as("step %d of seed 42", step).hasSize(7).doesNotHaveDuplicates().isSorted();
      assertThat(drawn).isEqualTo(WorldLesson.drawn(20, 7, 42, step));
    }
    assertThat(WorldLesson.drawn(20, 7, 42, 0)).isNotEqualTo(WorldLesson.drawn(20, 7, 42, 1));
    assertThat(WorldLesson.drawn(20, 7, 42, 0)).isNotEqualTo(WorldLesson.drawn(20, 7, 43, 0));
  }

  @Test
  void everyPastObservationComesUp() {
    long distinct =
        IntStream.range(0, 60).flatMap(step -> IntStream.of(WorldLesson.drawn(64, 8, 1, step))).distinct().count();
    assertThat(distinct).isEqualTo(64);
  }

  @Test
  void everyStepHasTheNewestObservationsAndAllAnchors() {
    WorldLesson lesson = lesson(3, 5, 2, new WorldObjective(6, 4, 0, 0.1));
    assertThat(lesson.rowsPerStep()).isEqualTo(8);
    for (int step = 0; step < lesson.stepsMax(); step++) {
      List<Integer> told = told(lesson, step);
      assertThat(told).hasSize(8).startsWith(100, 101, 102).endsWith(300, 301);
      assertThat(told.subList(3, 6)).allMatch(id -> id >= 200 && id < 205);
    }
  }

  @Test
  void whenFreshObservationsDoNotFitTheNewestStay() {
    assertThat(told(lesson(5, 5, 0, new WorldObjective(3, 1, 0, 0)), 0)).containsExactly(102, 103, 104);
  }

  @Test
  void anAnchorCostsItsDivergenceFromTheBase() {
    LessonStep step = lesson(1, 0, 1, new WorldObjective(4, 1, 0, 2)).step(0);
    assertThat(step.distribution(0)).isEmpty();
    assertThat(step.pull(1, 0, Math.log(0.5), 0).loss()).isBetween(-1e-9, 1e-9);
    assertThat(step.pull(1, 0, Math.log(0.25), 0).loss()).isBetween(1.386, 1.387);
    assertThat(step.pull(1, 0, Math.log(0.25), 0).logProbability()).isEqualTo(-2);
  }

  private static List<Integer> told(WorldLesson lesson, int step) {
    return lesson.step(step).rows().stream().map(row -> row.target(0)).toList();
  }

  private static WorldLesson lesson(int fresh, int replay, int anchors, WorldObjective objective) {
    LearnWorld request =
        new LearnWorld(
            "r",
            new AdapterPairId("p"),
            ActiveAdapters.WORLD,
            rows(fresh, 100),
            rows(replay, 200),
            rows(anchors, 300),
            objective,
            RandomLessons.ADAMW,
            new SplittableRandom(5).nextLong());
    return WorldLesson.of(request, UNIFORM, 2);
  }

  private static List<Trajectory> rows(int count, int first) {
    return IntStream.range(first, first + count)
        .mapToObj(id -> new Trajectory(
            List.of(Segment.context(Tokens.of(1)), Segment.observation(Tokens.of(id)))))
        .toList();
  }
}
