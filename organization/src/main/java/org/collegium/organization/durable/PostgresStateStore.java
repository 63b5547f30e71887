package org.collegium.organization.durable;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.collegium.modelhost.postgres.PostgresAccess;

/** States in a PostgreSQL database that all nodes of a cluster share; what is acknowledged is on the server's disk. */
public final class PostgresStateStore implements StateStore {
  private static final String KEPT = "SELECT state_payload FROM public.durable_state WHERE persistence_id = ?";

  private static final String REMOVE =
      "DELETE FROM public.durable_state WHERE persistence_id LIKE ? ESCAPE '!'";

  private final PostgresAccess access;

  private PostgresStateStore(PostgresAccess access) {
    this.access = access;
  }

  /**
   * Looks whether the database is there and fits.
   *
   * @throws StateDatabaseException when it cannot be reached, refuses the user, or has no tables of this build
   */
  public static PostgresStateStore open(PostgresAccess access) {
    PostgresSchema.require(access);
    return new PostgresStateStore(access);
  }

  @Override
  public Config settings() {
    String database = "pekko-persistence-jdbc.shared-databases.slick.";
    return ConfigFactory.parseMap(
        Map.of(
            database + "profile", "slick.jdbc.PostgresProfile$",
            database + "db.url", access.url(),
            database + "db.user", access.user(),
            database + "db.password", access.password().orElse(""),
            database + "db.driver", "org.postgresql.Driver",
            // A machine that is busy starting many nodes opens connections slowly; one that is gone must be noticed.
            database + "db.connectionTimeout", "30s",
            database + "db.properties",
            Map.of(
                "connectTimeout", Integer.toString(PostgresAccess.CONNECT_TIMEOUT_S),
                "socketTimeout", Integer.toString(PostgresAccess.SILENCE_TIMEOUT_S),
                "tcpKeepAlive", "true",
                "ApplicationName", "collegium")),
        "database of states");
  }

  @Override
  public Optional<byte[]> kept(String persistenceId) {
    try (Connection connection = access.connect();
        PreparedStatement statement = connection.prepareStatement(KEPT)) {
      statement.setString(1, persistenceId);
      try (ResultSet found = statement.executeQuery()) {
        return found.next() ? Optional.of(found.getBytes(1)) : Optional.empty();
      }
    } catch (SQLException e) {
      throw new StateDatabaseException(access.problem(e), e);
    }
  }

  @Override
  public void remove(String prefix) {
    try (Connection connection = access.connect();
        PreparedStatement statement = connection.prepareStatement(REMOVE)) {
      statement.setString(1, StateStore.beginning(prefix));
      statement.executeUpdate();
    } catch (SQLException e) {
      throw new StateDatabaseException(access.problem(e), e);
    }
  }

  /** The server forces each commit. */
  @Override
  public ForcedStates forced() {
    return ForcedStates.ALWAYS;
  }
}
