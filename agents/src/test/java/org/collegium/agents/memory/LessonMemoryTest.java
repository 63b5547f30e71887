package org.collegium.agents.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.collegium.modelhost.protocol.Segment;
import org.collegium.modelhost.protocol.Tokens;
import org.collegium.modelhost.protocol.Trajectory;
import org.junit.jupiter.api.Test;

class LessonMemoryTest {
  private static Trajectory lesson(int content) {
    return new Trajectory(List.of(Segment.observation(Tokens.of(content))));
  }

  private static LessonMemory memory(int count) {
    return LessonMemory.EMPTY.with(IntStream.range(0, count).mapToObj(LessonMemoryTest::lesson).toList(), count);
  }

  @Test
  void theOldestLessonsLeaveFirst() {
    assertThat(memory(3).with(List.of(lesson(3), lesson(4)), 3).lessons())
        .containsExactly(lesson(2), lesson(3), lesson(4));
  }

  @Test
  void aLessonThatComesAgainIsNewAgainAndStandsOnce() {
    assertThat(memory(3).with(List.of(lesson(0)), 3).lessons())
        .containsExactly(lesson(1), lesson(2), lesson(0));
  }

  @Test
  void replayHoldsNothingFreshAndNothingTwiceAndDependsOnTheSeedAlone() {
    LessonMemory memory = memory(10);
    List<Trajectory> fresh = List.of(lesson(2), lesson(11));
    for (long seed = 0; seed < 100; seed++) {
      List<Trajectory> replay = memory.replay(4, fresh, seed);
      assertThat(replay).as("seed %d", seed).hasSize(4).doesNotHaveDuplicates().doesNotContain(lesson(2));
      assertThat(memory.replay(4, fresh, seed)).as("seed %d", seed).isEqualTo(replay);
    }
  }

  @Test
  void everyPastLessonIsRehearsedSometimes() {
    Set<Integer> drawn = new TreeSet<>();
    for (long seed = 0; seed < 200; seed++) {
      new ArrayList<>(memory(10).replay(2, List.of(), seed)).forEach(lesson -> drawn.add(lesson.tokens().last()));
    }
    assertThat(drawn).hasSize(10);
  }

  @Test
  void withoutRowsNothingIsRehearsed() {
    assertThat(memory(3).replay(0, List.of(), 1)).isEmpty();
    assertThat(memory(3).replay(9, List.of(), 1)).hasSize(3);
  }
}
