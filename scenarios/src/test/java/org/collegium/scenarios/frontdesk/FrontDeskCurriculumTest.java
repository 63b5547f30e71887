package org.collegium.scenarios.frontdesk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.collegium.agents.identity.AgentId;
import org.collegium.agents.world.Probe;
import org.collegium.agents.world.Task;
import org.collegium.scenarios.frontdesk.CurriculumSettings.Schedule;
import org.junit.jupiter.api.Test;

class FrontDeskCurriculumTest {
  private static final AgentId ONE = new AgentId("dual/3", "agent-1");
  private static final AgentId TWO = new AgentId("dual/3", "agent-2");

  private static CurriculumSettings settings(Schedule schedule) {
    return new CurriculumSettings(8, 2, 3, 2, schedule, 4, List.of(5), 6, 2);
  }

  @Test
  void theSameSeedGivesTheSameWorkInEveryArm() {
    FrontDeskCurriculum curriculum = new FrontDeskCurriculum(3, settings(Schedule.ALL_COMPANIES));
    AgentId inOtherArm = new AgentId("policy-dapo/3", "agent-1");
    for (int round = 1; round <= 7; round++) {
      assertThat(curriculum.tasks(ONE, round)).isEqualTo(curriculum.tasks(inOtherArm, round));
      assertThat(curriculum.probes(ONE, round)).isEqualTo(curriculum.probes(inOtherArm, round));
      assertThat(curriculum.tasks(ONE, round)).isNotEqualTo(curriculum.tasks(TWO, round));
    }
    assertThat(new FrontDeskCurriculum(4, settings(Schedule.ALL_COMPANIES)).tasks(ONE, 1))
        .isNotEqualTo(curriculum.tasks(ONE, 1));
  }

  @Test
  void blocksFollowEachOtherAndOldOnesAreExaminedWhenChosenAndAtTheEnd() {
    FrontDeskCurriculum curriculum = new FrontDeskCurriculum(3, settings(Schedule.ALL_COMPANIES));
    assertThat(labels(curriculum.tasks(ONE, 1))).containsOnly("learn").hasSize(8);
    assertThat(curriculum.tasks(ONE, 3)).isEqualTo(curriculum.tasks(ONE, 1)).isNotEqualTo(curriculum.tasks(ONE, 4));
    assertThat(labels(curriculum.tasks(ONE, 4))).containsOnly("learn").hasSize(8);
    assertThat(labels(curriculum.tasks(ONE, 5))).contains("learn", "old").hasSize(16);
    assertThat(labels(curriculum.tasks(ONE, 7))).containsOnly("final", "old").hasSize(16);
    assertThat(curriculum.tasks(ONE, 7)).allMatch(task -> task.purpose() == Task.Purpose.EXAMINE);
    assertThat(curriculum.tasks(ONE, 8)).isEmpty();
    assertThat(curriculum.tasks(ONE, 5).stream().map(Task::id)).doesNotHaveDuplicates();
  }

  @Test
  void everyCompanyIsHeldOutAndTheUnseenOnesAreNeverWorkedOn() {
    FrontDeskCurriculum curriculum = new FrontDeskCurriculum(3, settings(Schedule.ALL_COMPANIES));
    List<Company> worked = new ArrayList<>(curriculum.block(ONE, 0));
    worked.addAll(curriculum.block(ONE, 1));
    assertThat(worked).doesNotHaveDuplicates().hasSize(16).allMatch(Company::isHeldOut);
    assertThat(curriculum.unseen(ONE)).hasSize(6).doesNotContainAnyElementsOf(worked);
    assertThat(curriculum.probes(ONE, 1)).isEmpty();
    List<Probe> probes = curriculum.probes(ONE, 2);
    assertThat(probes).hasSize(6).isEqualTo(curriculum.probes(ONE, 7));
    assertThat(probes.getFirst().prompt()).endsWith("obs : rep says i need the");
    assertThat(Vocabulary.FIELDS).contains(probes.getFirst().answer());
  }

  @Test
  void aSingleStreamVisitsOneCompanyARoundAndKnowsTheFirstVisit() {
    CurriculumSettings stream =
        new CurriculumSettings(8, 1, 80, 1, Schedule.ONE_VISIT_A_ROUND, 0, List.of(), 0, 80);
    for (long seed = 0; seed < 5; seed++) {
      FrontDeskCurriculum curriculum = new FrontDeskCurriculum(seed, stream);
      Set<String> seen = new HashSet<>();
      for (int round = 1; round <= stream.rounds(); round++) {
        Task task = curriculum.tasks(ONE, round).getFirst();
        assertThat(task.label()).as("seed %d", seed).isEqualTo(seen.add(task.text()) ? "first" : "revisit");
      }
      assertThat(seen).as("seed %d", seed).hasSize(8);
    }
  }

  @Test
  void moreCompaniesThanThereAreNamesAreRefused() {
    assertThatThrownBy(() -> new CurriculumSettings(400, 1, 1, 1, Schedule.ALL_COMPANIES, 0, List.of(), 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("needs 400 companies, there are 368");
  }

  private static List<String> labels(List<Task> tasks) {
    return tasks.stream().map(Task::label).toList();
  }
}
