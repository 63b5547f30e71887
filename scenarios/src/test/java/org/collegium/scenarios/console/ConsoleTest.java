package org.collegium.scenarios.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.collegium.agents.core.Figures;
import org.collegium.agents.core.Tally;
import org.collegium.agents.identity.AgentId;
import org.collegium.organization.run.RoundResult;
import org.collegium.scenarios.measure.Estimates;
import org.collegium.scenarios.measure.Measure;
import org.collegium.scenarios.measure.MeasureValue;
import org.junit.jupiter.api.Test;

class ConsoleTest {
  private static RoundResult round(String organization, int round, int rollouts, double successes) {
    Figures figures = Figures.NONE.plus("success/learn", new Tally(rollouts, successes));
    return new RoundResult(
        organization, round, new TreeMap<>(Map.of(new AgentId(organization, "agent-1"), figures)), 1, 1);
  }

  private static MeasureValue known(double value) {
    return new MeasureValue.Known(value);
  }

  @Test
  void columnsAreAsWideAsTheyMustBe() {
    TextTable table = new TextTable(List.of("arm", "r80"));
    table.add(List.of("dual", "48"));
    table.add(List.of("policy-dapo", "never"));

    assertThat(table.lines()).containsExactly("arm            r80", "dual            48", "policy-dapo  never");
    assertThatIllegalArgumentException().isThrownBy(() -> table.add(List.of("one")));
  }

  @Test
  void aThresholdShowsItsMedianItsIntervalAndWhoNeverGotThere() {
    assertThat(Numbers.of(Estimates.summary(Measure.R80, List.of(known(48), known(48), known(48)))))
        .isEqualTo("48 [48, 48]");
    assertThat(Numbers.of(Estimates.summary(
            Measure.R80, List.of(known(1792), known(2048), MeasureValue.NEVER))))
        .isEqualTo("2,048 [1,792, never], never 1/3");
    assertThat(Numbers.of(Estimates.summary(Measure.R80, List.of(MeasureValue.NEVER, MeasureValue.NEVER))))
        .isEqualTo("never [never, never], never 2/2");
  }

  @Test
  void aMeanOfOneSeedHasNoInterval() {
    assertThat(Numbers.of(Estimates.summary(Measure.FINAL_SUCCESS, List.of(known(0.975))))).isEqualTo("0.98");
    assertThat(Numbers.of(Estimates.summary(
            Measure.RETENTION, List.of(new MeasureValue.NotMeasured("no block")))))
        .isEqualTo("-");
  }

  @Test
  void longNumbersAreShort() {
    assertThat(Numbers.count(99_999)).isEqualTo("99,999");
    assertThat(Numbers.count(1_234_567)).isEqualTo("1235k");
    assertThat(Numbers.count(12_345_678)).isEqualTo("12.3M");
    assertThat(Numbers.bytes(999)).isEqualTo("999 B");
    assertThat(Numbers.bytes(12_345)).isEqualTo("12.3 kB");
    assertThat(Numbers.bytes(12_345_678)).isEqualTo("12.3 MB");
    assertThat(Numbers.time(3725)).isEqualTo("1:02:05");
    assertThat(Numbers.time(59)).isEqualTo("0:59");
  }

  @Test
  void progressTellsShareTimeAndSuccessOfEachArm() {
    Progress progress = new Progress(Map.of("dual/1", 32L, "dual/2", 32L, "notes/1", 64L));
    progress.add(round("dual/1", 1, 16, 8));
    progress.add(round("dual/2", 1, 16, 16));

    assertThat(progress.text(10))
        .isEqualTo(" 25 % 32 of 128 rollouts, 0:10 gone, 0:30 left; success dual 0.75");
    assertThat(progress.bar(10)).startsWith("[######------------------]  25 % ");
  }

  @Test
  void replacedGroupsDoNotMakeProgressRunBeyondItsEnd() {
    Progress progress = new Progress(Map.of("dual/1", 16L));
    progress.add(round("dual/1", 1, 40, 8));

    assertThat(progress.share()).isEqualTo(1);
  }

  @Test
  void plainLinesComeNowAndThenAndABarIsWrittenOver() {
    AtomicLong clock = new AtomicLong();
    assertThat(printed(ProgressPrinter.Style.LINES, clock)).hasLineCount(1).contains("50 % ");
    assertThat(printed(ProgressPrinter.Style.BAR, clock)).startsWith("\r").endsWith("\u001b[2K").doesNotContain("\n");
    assertThat(printed(ProgressPrinter.Style.SILENT, clock)).isEmpty();
  }

  @Test
  void whoIsWaitedForIsNamedOnALineOfItsOwn() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    try (ProgressPrinter printer = new ProgressPrinter(Map.of(), out, ProgressPrinter.Style.LINES, () -> 0)) {
      printer.awaited(List.of("host-1", "host-2"));
    }
    assertThat(bytes.toString(StandardCharsets.UTF_8)).hasLineCount(1)
        .contains("waiting for host-1, host-2, ", "attach --without host-1 --without host-2");
  }

  private static String printed(ProgressPrinter.Style style, AtomicLong clock) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    try (ProgressPrinter printer = new ProgressPrinter(Map.of("dual/1", 32L), out, style, clock::get)) {
      printer.roundClosed(round("dual/1", 1, 8, 8));
      clock.addAndGet(6000);
      printer.roundClosed(round("dual/1", 2, 8, 8));
      printer.roundClosed(round("dual/1", 3, 8, 8));
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
