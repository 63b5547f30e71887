package org.collegium.organization.durable;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.collegium.modelhost.postgres.PostgresAccess;
import org.collegium.modelhost.store.PostgresAdapterStore;

/** The tables in a PostgreSQL database: states of actors, adapters, marks, and the version of all these. */
public final class PostgresSchema {
  /** Raised when an older build could misread the tables. */
  static final int VERSION = 1;

  /** Any number that nobody else takes: two who make the tables at once do it one after the other. */
  private static final long LOCK = 0x636f_6c6c_6567_6975L;

  /** The plugin's table as it expects it, but longer ids: those of several runs begin with the run's name. */
  private static final List<String> TABLES =
      List.of(
          """
          CREATE TABLE IF NOT EXISTS public.durable_state (
            global_offset BIGSERIAL,
            persistence_id VARCHAR(1000) NOT NULL,
            revision BIGINT NOT NULL,
            state_payload BYTEA NOT NULL,
            state_serial_id INTEGER NOT NULL,
            state_serial_manifest VARCHAR,
            tag VARCHAR,
            state_timestamp BIGINT NOT NULL,
            PRIMARY KEY (persistence_id))""",
          "CREATE INDEX IF NOT EXISTS state_tag_idx ON public.durable_state (tag)",
          "CREATE INDEX IF NOT EXISTS state_global_offset_idx ON public.durable_state (global_offset)",
          "CREATE TABLE IF NOT EXISTS public.collegium_schema (version INTEGER NOT NULL)");

  private static final String PRESENT =
      "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
          + " AND table_name IN ('durable_state', 'collegium_schema', 'collegium_adapter', 'collegium_probe')";

  private PostgresSchema() {}

  /**
   * Makes the tables that are missing, all or none, and changes nothing that is there.
   *
   * @return what was done, in one line
   * @throws StateDatabaseException when the database cannot be used, or has tables of another version
   */
  public static String create(PostgresAccess access) {
    try (Connection connection = access.connect()) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.execute("SELECT pg_advisory_xact_lock(" + LOCK + ")");
        Set<String> before = present(statement);
        if (before.contains("collegium_schema")) {
          requireVersion(access, version(statement));
        }
        List<String> all = new ArrayList<>(TABLES);
        all.addAll(PostgresAdapterStore.TABLES);
        for (String each : all) {
          statement.execute(each);
        }
        if (version(statement).isEmpty()) {
          statement.execute("INSERT INTO public.collegium_schema VALUES (" + VERSION + ")");
        }
        Set<String> made = present(statement);
        made.removeAll(before);
        connection.commit();
        String place = "database " + access.place() + ": ";
        return made.isEmpty()
            ? place + "all tables are there already (version " + VERSION + "); nothing was changed"
            : place + "made the tables " + String.join(", ", made) + " (version " + VERSION + ")";
      }
    } catch (SQLException e) {
      throw new StateDatabaseException(access.problem(e), e);
    }
  }

  /**
   * @throws StateDatabaseException when the tables are not there, or not those of this build
   */
  static void require(PostgresAccess access) {
    try (Connection connection = access.connect();
        Statement statement = connection.createStatement()) {
      Optional<Integer> version = version(statement);
      if (version.isEmpty()) {
        throw new StateDatabaseException(
            "database " + access.place() + ": the tables are not complete; run ./collegium db init");
      }
      requireVersion(access, version);
    } catch (SQLException e) {
      throw new StateDatabaseException(access.problem(e), e);
    }
  }

  private static void requireVersion(PostgresAccess access, Optional<Integer> version) {
    if (version.isPresent() && version.get() != VERSION) {
      throw new StateDatabaseException(
          "database " + access.place() + ": has tables of version " + version.get() + "; this build knows version "
              + VERSION);
    }
  }

  private static Optional<Integer> version(Statement statement) throws SQLException {
    try (ResultSet found = statement.executeQuery("SELECT version FROM public.collegium_schema")) {
      return found.next() ? Optional.of(found.getInt(1)) : Optional.empty();
    }
  }

  private static Set<String> present(Statement statement) throws SQLException {
    Set<String> names = new TreeSet<>();
    try (ResultSet found = statement.executeQuery(PRESENT)) {
      while (found.next()) {
        names.add(found.getString(1));
      }
    }
    return names;
  }
}
