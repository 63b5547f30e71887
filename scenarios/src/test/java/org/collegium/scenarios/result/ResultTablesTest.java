package org.collegium.scenarios.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.collegium.agents.core.Tally;
import org.collegium.scenarios.experiment.ExperimentResult;
import org.collegium.scenarios.experiment.MessageEdge;
import org.collegium.scenarios.measure.Measure;
import org.collegium.scenarios.measure.MeasureValue;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ResultTablesTest {
  private static final ExperimentResult RESULT =
      SyntheticResults.of(SyntheticResults.twoArms(), List.of(1L, 2L, 3L), "");

  @TempDir static Path folder;

  @BeforeAll
  static void writeOnce() throws IOException {
    ResultTables.write(RESULT, folder.resolve("it's here"));
  }

  @Test
  void everyFigureOfEveryAgentAndRoundIsARow() throws Exception {
    long figures =
        RESULT.organizations().stream()
            .flatMap(organization -> organization.rounds().stream())
            .flatMap(round -> round.figures().values().stream())
            .mapToLong(told -> told.tallies().size())
            .sum();

    assertThat(query("SELECT count(*) FROM '%s/rounds.parquet'")).containsExactly(Long.toString(figures));
  }

  @Test
  void aFigureIsReadBackAsItWasCounted() throws Exception {
    Tally tally =
        RESULT.organizations().getFirst().rounds().get(2).figures().values().iterator().next().tally("success/first");

    assertThat(
            query(
                "SELECT figure, label, rollouts, count, sum, mean FROM '%s/rounds.parquet' WHERE arm = 'dual' AND "
                    + "seed = 1 AND agent = 'agent-1' AND round = 3 AND label = 'first'"))
        .containsExactly("success|first|48.0|" + tally.count() + "|" + tally.sum() + "|" + tally.mean());
  }

  @Test
  void theCurveCanBeComputedFromTheTable() throws Exception {
    double success = RESULT.organizations().getFirst().curve().points().getLast().success();

    List<String> rows =
        query(
            "SELECT sum(sum) / sum(count) FROM '%s/rounds.parquet' WHERE arm = 'dual' AND seed = 1 AND figure = "
                + "'success' AND round = (SELECT max(round) FROM '%s/rounds.parquet' WHERE arm = 'dual')");

    assertThat(Double.parseDouble(rows.getFirst())).isEqualTo(success);
  }

  @Test
  void whatIsMissingIsNullWithItsState() throws Exception {
    assertThat(
            query(
                "SELECT state, count(*), count(value) FROM '%s/measures.parquet' WHERE arm = 'policy-dapo' AND "
                    + "measure IN ('r80', 'final-success') GROUP BY state ORDER BY state"))
        .isEqualTo(expectedStates());
  }

  @Test
  void whoToldWhomIsATable() throws Exception {
    long bytes = RESULT.messageGraph().stream().mapToLong(MessageEdge::bytes).sum();

    assertThat(query("SELECT sum(bytes), count(*) FROM '%s/messages.parquet'"))
        .containsExactly(bytes + "|" + RESULT.messageGraph().size());
  }

  @Test
  void theSameResultGivesTheSameFiles(@TempDir Path again) throws Exception {
    ResultTables.write(RESULT, again);

    for (String table : List.of("rounds", "measures", "messages")) {
      assertThat(again.resolve(table + ".parquet"))
          .hasSameBinaryContentAs(folder.resolve("it's here").resolve(table + ".parquet"));
    }
    try (var files = Files.list(again)) {
      assertThat(files).hasSize(3);
    }
  }

  @Test
  void aFolderThatCannotBeMadeIsToldWithItsName(@TempDir Path again) throws Exception {
    Path file = Files.writeString(again.resolve("results"), "in the way");

    assertThatThrownBy(() -> ResultTables.write(RESULT, file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("results");
  }

  @Test
  void theDatabaseNeitherFetchesExtensionsNorSpills() throws Exception {
    assertThat(
            query(
                "SELECT current_setting('autoinstall_known_extensions'), current_setting("
                    + "'autoload_known_extensions'), current_setting('threads'), current_setting('temp_directory')"))
        .containsExactly("false|false|1|");
  }

  private static List<String> expectedStates() {
    List<String> states = new ArrayList<>();
    long never =
        RESULT.organizations().stream()
            .filter(organization -> organization.arm().equals("policy-dapo"))
            .filter(organization -> organization.measures().get(Measure.R80) instanceof MeasureValue.Never)
            .count();
    states.add("known|" + (6 - never) + "|" + (6 - never));
    if (never > 0) {
      states.add("never|" + never + "|0");
    }
    return states;
  }

  private static List<String> query(String sql) throws SQLException {
    String place = folder.resolve("it's here").toString().replace("'", "''");
    List<String> rows = new ArrayList<>();
    try (Connection database = ResultTables.open();
        Statement statement = database.createStatement();
        ResultSet result = statement.executeQuery(sql.replace("%s", place))) {
      while (result.next()) {
        StringBuilder row = new StringBuilder();
        for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
          row.append(column == 1 ? "" : "|").append(result.getString(column));
        }
        rows.add(row.toString());
      }
    }
    return rows;
  }
}
