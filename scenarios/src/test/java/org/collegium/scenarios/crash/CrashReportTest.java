package org.collegium.scenarios.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.collegium.organization.run.RunOutcome;
import org.junit.jupiter.api.Test;

class CrashReportTest {
  private static final Trial EQUAL =
      new Trial(Trial.KILLED, List.of("in round 2", "in round 3"), 1, List.of(Duration.ofSeconds(4)), Optional.empty());
  private static final Trial DIFFERENT =
      new Trial("adapter-write", List.of("in round 2"), 0, List.of(Duration.ofSeconds(8)), Optional.of("other hash"));
  private static final Trial DONE_BEFORE =
      new Trial(Trial.KILLED, List.of(Trial.NOT_HIT), 0, List.of(), Optional.empty());

  @Test
  void oneDifferenceMakesAReportUnclean() {
    assertThat(new CrashReport("abc", List.of(EQUAL, DONE_BEFORE)).isClean()).isTrue();
    assertThat(new CrashReport("abc", List.of(EQUAL, DIFFERENT)).isClean()).isFalse();
  }

  @Test
  void killsAreCountedWhereTheyHit() {
    List<String> lines = new CrashReport("abc", List.of(EQUAL, EQUAL, DIFFERENT, DONE_BEFORE)).lines();
    assertThat(lines)
        .anySatisfy(line -> assertThat(line).matches("in round 2 +2 +2"))
        .anySatisfy(line -> assertThat(line).matches("adapter-write +1 +0"))
        .contains("kills: 5, of those while resuming: 2", "torn tails of the log that were cut off: 2")
        .contains("from the start of 'resume' to the first round that it closed: mean 5.3 s, longest 8.0 s")
        .endsWith("injected: 0 of 1 equal", "3 of 3 equal");
  }

  @Test
  void aPlaceIsTheRoundOfTheOrganizationThatIsFurthestBehind() {
    RunOutcome outcome =
        new RunOutcome(RunOutcome.Ending.COMPLETED, "", new TreeMap<>(), "", new TreeMap<>(Map.of("a", 2, "b", 4)));
    Reference reference =
        new Reference(outcome, 100, new Passages(1, 1, 1));
    assertThat(reference.place(new LogLook(Map.of()))).isEqualTo("before the first message");
    assertThat(reference.place(new LogLook(Map.of("a", 1, "b", 0)))).startsWith("in round 1, before");
    assertThat(reference.place(new LogLook(Map.of("a", 2, "b", 2)))).isEqualTo("in round 3");
    assertThat(reference.place(new LogLook(Map.of("a", 2, "b", 4)))).isEqualTo("after the last round");
  }
}
