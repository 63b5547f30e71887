package org.collegium.scenarios.result;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import org.collegium.agents.core.Tally;
import org.collegium.agents.identity.AgentId;
import org.collegium.organization.run.RoundResult;
import org.collegium.scenarios.experiment.Curve;
import org.collegium.scenarios.experiment.ExperimentResult;
import org.collegium.scenarios.experiment.MessageEdge;
import org.collegium.scenarios.experiment.OrganizationResult;
import org.collegium.scenarios.measure.Measure;
import org.collegium.scenarios.measure.MeasureValue;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;

/**
 * The tables of a run as Parquet files, one row a fact.
 *
 * <ul>
 *   <li>{@code rounds.parquet}: arm, seed, agent, round, rollouts, figure, label, count, sum, mean. One row for each
 *       figure of each agent in each round; {@code success/old} is figure {@code success} with label {@code old}.
 *   <li>{@code measures.parquet}: arm, seed, measure, unit, value, state ({@code known}, {@code never}, {@code
 *       not-measured}), reason.
 *   <li>{@code messages.parquet}: arm, seed, sender, receiver, messages, bytes.
 * </ul>
 */
public final class ResultTables {
  private static final String SCHEMA = "main";

  /** One thread, so that the same result gives the same rows in the same order; nothing is fetched, nothing spilled. */
  private static final String LIMITS =
      """
      SET threads = 1;
      SET memory_limit = '1GB';
      SET temp_directory = '';
      SET autoinstall_known_extensions = false;
      SET autoload_known_extensions = false;
      """;

  private static final String TABLES =
      """
      CREATE TABLE rounds (arm VARCHAR, seed BIGINT, agent VARCHAR, round INTEGER, rollouts DOUBLE,
        figure VARCHAR, label VARCHAR, count BIGINT, sum DOUBLE, mean DOUBLE);
      CREATE TABLE measures (arm VARCHAR, seed BIGINT, measure VARCHAR, unit VARCHAR, value DOUBLE, state VARCHAR,
        reason VARCHAR);
      CREATE TABLE messages (arm VARCHAR, seed BIGINT, sender VARCHAR, receiver VARCHAR, messages BIGINT, bytes BIGINT);
      """;

  private ResultTables() {}

  /**
   * Writes all tables; each file is whole or not there.
   *
   * @param folder made when missing
   * @throws IOException when a file cannot be written
   */
  public static void write(ExperimentResult result, Path folder) throws IOException {
    Files.createDirectories(folder);
    try (DuckDBConnection database = open();
        Statement statement = database.createStatement()) {
      statement.execute(TABLES);
      appendRounds(database, result);
      appendMeasures(database, result);
      appendMessages(database, result);
      for (String table : new String[] {"rounds", "measures", "messages"}) {
        export(statement, table, folder);
      }
    } catch (SQLException e) {
      throw new IOException("cannot write the tables in " + folder + ": " + e.getMessage(), e);
    }
  }

  /**
   * An empty database in memory that reads and writes Parquet, with bounds on threads and memory.
   *
   * @throws SQLException when the native library cannot be loaded
   */
  public static DuckDBConnection open() throws SQLException {
    Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
    DuckDBConnection database = connection.unwrap(DuckDBConnection.class);
    try (Statement statement = database.createStatement()) {
      statement.execute(LIMITS);
    }
    return database;
  }

  private static void appendRounds(DuckDBConnection database, ExperimentResult result) throws SQLException {
    try (DuckDBAppender rows = database.createAppender(SCHEMA, "rounds")) {
      for (OrganizationResult organization : result.organizations()) {
        Map<Integer, Double> rollouts = new TreeMap<>();
        for (Curve.Point point : organization.curve().points()) {
          rollouts.put(point.round(), point.rollouts());
        }
        for (RoundResult round : organization.rounds()) {
          double soFar = rollouts.getOrDefault(round.round(), Double.NaN);
          for (AgentId agent : round.figures().keySet()) {
            for (Map.Entry<String, Tally> figure : figures(round, agent).entrySet()) {
              appendFigure(rows, organization, agent, round.round(), soFar, figure);
            }
          }
        }
      }
    }
  }

  private static Map<String, Tally> figures(RoundResult round, AgentId agent) {
    return Objects.requireNonNull(round.figures().get(agent)).tallies();
  }

  private static void appendFigure(
      DuckDBAppender rows,
      OrganizationResult organization,
      AgentId agent,
      int round,
      double rollouts,
      Map.Entry<String, Tally> figure)
      throws SQLException {
    int slash = figure.getKey().indexOf('/');
    rows.beginRow();
    rows.append(organization.arm());
    rows.append(organization.seed());
    rows.append(agent.name());
    rows.append(round);
    appendNumber(rows, rollouts);
    rows.append(slash < 0 ? figure.getKey() : figure.getKey().substring(0, slash));
    rows.append(slash < 0 ? "" : figure.getKey().substring(slash + 1));
    rows.append(figure.getValue().count());
    appendNumber(rows, figure.getValue().sum());
    appendNumber(rows, figure.getValue().mean());
    rows.endRow();
  }

  private static void appendMeasures(DuckDBConnection database, ExperimentResult result) throws SQLException {
    try (DuckDBAppender rows = database.createAppender(SCHEMA, "measures")) {
      for (OrganizationResult organization : result.organizations()) {
        for (Map.Entry<Measure, MeasureValue> measured : organization.measures().entrySet()) {
          rows.beginRow();
          rows.append(organization.arm());
          rows.append(organization.seed());
          rows.append(measured.getKey().id());
          rows.append(measured.getKey().unit().name().toLowerCase(Locale.ROOT));
          appendValue(rows, measured.getValue());
          rows.endRow();
        }
      }
    }
  }

  private static void appendValue(DuckDBAppender rows, MeasureValue value) throws SQLException {
    switch (value) {
      case MeasureValue.Known known -> {
        rows.append(known.value());
        rows.append("known");
        rows.append("");
      }
      case MeasureValue.Never _ -> {
        rows.appendNull();
        rows.append("never");
        rows.append("");
      }
      case MeasureValue.NotMeasured gap -> {
        rows.appendNull();
        rows.append("not-measured");
        rows.append(gap.reason());
      }
    }
  }

  private static void appendMessages(DuckDBConnection database, ExperimentResult result) throws SQLException {
    Map<String, OrganizationResult> byId = new TreeMap<>();
    result.organizations().forEach(organization -> byId.put(organization.id(), organization));
    try (DuckDBAppender rows = database.createAppender(SCHEMA, "messages")) {
      for (MessageEdge edge : result.messageGraph()) {
        OrganizationResult organization = byId.get(edge.organization());
        if (organization == null) {
          throw new IllegalArgumentException("a message edge names an unknown organization: " + edge.organization());
        }
        rows.beginRow();
        rows.append(organization.arm());
        rows.append(organization.seed());
        rows.append(edge.from());
        rows.append(edge.to());
        rows.append(edge.messages());
        rows.append(edge.bytes());
        rows.endRow();
      }
    }
  }

  private static void appendNumber(DuckDBAppender rows, double value) throws SQLException {
    if (Double.isNaN(value)) {
      rows.appendNull();
    } else {
      rows.append(value);
    }
  }

  private static void export(Statement statement, String table, Path folder) throws SQLException, IOException {
    Path target = folder.resolve(table + ".parquet");
    Path temporary = folder.resolve(table + ".parquet.part");
    try {
      statement.execute(
          "COPY " + table + " TO '" + temporary.toString().replace("'", "''") + "' (FORMAT parquet, COMPRESSION zstd)");
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
