package org.collegium.organization.durable;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The embedded database of one run: an H2 file in the run folder, used through Pekko's durable state on JDBC.
 *
 * <p>What is acknowledged survives the death of the process: {@code WRITE_DELAY=0} makes H2 write before it answers,
 * and the asynchronous file channel is immune to threads that are interrupted while a node stops.
 */
public final class StateDatabase implements StateStore, ForcedStates {
  /** Version of the tables; raised when an older build could misread them. */
  static final int SCHEMA_VERSION = 1;

  /** The plugin's table as it expects it (names are quoted, so they are in lower case), and the version of ours. */
  private static final List<String> TABLES =
      List.of(
          "CREATE SEQUENCE IF NOT EXISTS PUBLIC.\"global_offset_seq\"",
          "CREATE TABLE IF NOT EXISTS PUBLIC.\"durable_state\" ("
              + "\"global_offset\" BIGINT DEFAULT NEXT VALUE FOR PUBLIC.\"global_offset_seq\","
              + "\"persistence_id\" VARCHAR(255) NOT NULL,"
              + "\"revision\" BIGINT NOT NULL,"
              + "\"state_payload\" BLOB NOT NULL,"
              + "\"state_serial_id\" INTEGER NOT NULL,"
              + "\"state_serial_manifest\" VARCHAR,"
              + "\"tag\" VARCHAR,"
              + "\"state_timestamp\" BIGINT NOT NULL,"
              + "PRIMARY KEY(\"persistence_id\"))",
          "CREATE INDEX IF NOT EXISTS \"state_tag_idx\" ON PUBLIC.\"durable_state\" (\"tag\")",
          "CREATE INDEX IF NOT EXISTS \"state_global_offset_idx\" ON PUBLIC.\"durable_state\" (\"global_offset\")",
          "CREATE TABLE IF NOT EXISTS PUBLIC.\"collegium_schema\" (\"version\" INTEGER NOT NULL)");

  private final Path folder;

  private StateDatabase(Path folder) {
    this.folder = folder;
  }

  /**
   * Opens the database in a folder, or makes it: all tables are there afterwards and nothing holds it open.
   *
   * @throws StateDatabaseException when it cannot be made or read, or was written by a newer build
   */
  public static StateDatabase prepare(Path folder) {
    StateDatabase database = at(folder);
    if (folder.toString().contains(";")) {
      throw new StateDatabaseException(folder + ": a run folder's path must not have a semicolon, H2 cannot read it");
    }
    try {
      Files.createDirectories(database.folder);
    } catch (IOException e) {
      throw new StateDatabaseException(folder + ": cannot be made: " + e.getMessage(), e);
    }
    try (Connection connection = DriverManager.getConnection(database.url(), "sa", "");
        Statement statement = connection.createStatement()) {
      for (String table : TABLES) {
        statement.execute(table);
      }
      database.requireVersion(statement);
    } catch (SQLException e) {
      throw new StateDatabaseException(
          database.file() + ": is no database of states that can be read: " + firstLine(e), e);
    }
    return database;
  }

  /** Forces what others commit in the database of a folder; opens it only then. */
  static ForcedStates forced(Path folder) {
    return at(folder);
  }

  private static StateDatabase at(Path folder) {
    return new StateDatabase(folder.toAbsolutePath().normalize());
  }

  private void requireVersion(Statement statement) throws SQLException {
    Optional<Integer> version = Optional.empty();
    try (ResultSet found = statement.executeQuery("SELECT \"version\" FROM PUBLIC.\"collegium_schema\"")) {
      if (found.next()) {
        version = Optional.of(found.getInt(1));
      }
    }
    if (version.isEmpty()) {
      statement.execute("INSERT INTO PUBLIC.\"collegium_schema\" VALUES (" + SCHEMA_VERSION + ")");
    } else if (version.get() != SCHEMA_VERSION) {
      throw new StateDatabaseException(
          file() + ": has tables of version " + version.get() + "; this build knows version " + SCHEMA_VERSION);
    }
  }

  @Override
  public Optional<byte[]> kept(String persistenceId) {
    String query = "SELECT \"state_payload\" FROM PUBLIC.\"durable_state\" WHERE \"persistence_id\" = ?";
    try (Connection connection = DriverManager.getConnection(url(), "sa", "");
        PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setString(1, persistenceId);
      try (ResultSet found = statement.executeQuery()) {
        return found.next() ? Optional.of(found.getBytes(1)) : Optional.empty();
      }
    } catch (SQLException e) {
      throw new StateDatabaseException(file() + ": cannot be read: " + firstLine(e), e);
    }
  }

  @Override
  public void remove(String prefix) {
    String removal = "DELETE FROM PUBLIC.\"durable_state\" WHERE \"persistence_id\" LIKE ? ESCAPE '!'";
    try (Connection connection = DriverManager.getConnection(url(), "sa", "");
        PreparedStatement statement = connection.prepareStatement(removal)) {
      statement.setString(1, StateStore.beginning(prefix));
      statement.executeUpdate();
    } catch (SQLException e) {
      throw new StateDatabaseException(file() + ": cannot be written: " + firstLine(e), e);
    }
  }

  @Override
  public Config settings() {
    return ConfigFactory.parseMap(
        Map.of("pekko-persistence-jdbc.shared-databases.slick.db.url", url()), "database of states");
  }

  @Override
  public ForcedStates forced() {
    return this;
  }

  /**
   * H2 writes a commit to the operating system and forces nothing to the device; this does.
   *
   * @return fails with {@link StateDatabaseException} when the device does not take it
   */
  @Override
  public CompletionStage<Void> force() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Thread.ofVirtual().name("state-force").start(() -> checkpoint(done));
    return done;
  }

  private void checkpoint(CompletableFuture<Void> done) {
    try (Connection connection = DriverManager.getConnection(url(), "sa", "");
        Statement statement = connection.createStatement()) {
      statement.execute("CHECKPOINT SYNC");
      done.complete(null);
    } catch (SQLException e) {
      done.completeExceptionally(
          new StateDatabaseException(file() + ": cannot be forced to the device: " + firstLine(e), e));
    }
  }

  /** For people. */
  private Path file() {
    return folder.resolve("states.mv.db");
  }

  private String url() {
    return "jdbc:h2:async:" + folder.resolve("states")
        + ";DATABASE_TO_UPPER=false;DB_CLOSE_ON_EXIT=FALSE;WRITE_DELAY=0";
  }

  private static String firstLine(SQLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
