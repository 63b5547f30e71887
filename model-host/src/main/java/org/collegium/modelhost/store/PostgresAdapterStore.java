package org.collegium.modelhost.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.collegium.modelhost.adapter.Adapter;
import org.collegium.modelhost.model.ModelConfiguration;
import org.collegium.modelhost.postgres.PostgresAccess;
import org.collegium.modelhost.protocol.AdapterKind;
import org.collegium.modelhost.protocol.AdapterPairId;
import org.collegium.modelhost.protocol.AdapterStamp;

/**
 * Small adapters of one run in a PostgreSQL database, one row for each version; runs share the table.
 *
 * <p>All versions of one call are written in one transaction, the removal of older ones included, so that a crash
 * leaves all of them or none. Of each adapter the last two stay, by the same rule as in {@link DirectoryAdapterStore}.
 * Two hosts that write the same adapter do so one after the other, and neither removes what the other's version needs.
 */
public final class PostgresAdapterStore implements AdapterStore {
  /** The tables of adapters and marks; each statement does nothing when its table is there. */
  public static final List<String> TABLES =
      List.of(
          """
          CREATE TABLE IF NOT EXISTS public.collegium_adapter (
            run VARCHAR(200) NOT NULL,
            pair VARCHAR(400) NOT NULL,
            kind VARCHAR(10) NOT NULL,
            version BIGINT NOT NULL,
            hash CHAR(64) NOT NULL,
            rank INTEGER NOT NULL,
            scale DOUBLE PRECISION NOT NULL,
            steps BIGINT NOT NULL,
            base VARCHAR NOT NULL,
            weights BYTEA NOT NULL,
            moments BYTEA NOT NULL,
            PRIMARY KEY (run, pair, kind, version))""",
          // Weights do not become smaller, so the server need not try.
          "ALTER TABLE public.collegium_adapter ALTER COLUMN weights SET STORAGE EXTERNAL",
          "ALTER TABLE public.collegium_adapter ALTER COLUMN moments SET STORAGE EXTERNAL",
          "CREATE TABLE IF NOT EXISTS public.collegium_probe (token VARCHAR(100) NOT NULL PRIMARY KEY)");

  /** The server takes no value over 1 GiB, and several copies of one are in memory while it is written. */
  private static final long VALUE_BYTES_MAX = 256L << 20;

  private static final int RUN_CHARACTERS_MAX = 200;
  private static final int PAIR_CHARACTERS_MAX = 400;

  private static final String FIND =
      "SELECT 1 FROM public.collegium_adapter"
          + " WHERE run = ? AND pair = ? AND kind = ? AND version = ? AND hash = ?";

  private static final String WRITE =
      """
      INSERT INTO public.collegium_adapter
        (run, pair, kind, version, hash, rank, scale, steps, base, weights, moments)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (run, pair, kind, version) DO UPDATE SET
        hash = excluded.hash, rank = excluded.rank, scale = excluded.scale, steps = excluded.steps,
        base = excluded.base, weights = excluded.weights, moments = excluded.moments""";

  /** All but the two highest, the written one and the next lower one; see {@link VersionsFolder#prune}. */
  private static final String PRUNE =
      """
      DELETE FROM public.collegium_adapter
      WHERE run = ? AND pair = ? AND kind = ? AND version <> ? AND version < (
        SELECT version FROM public.collegium_adapter WHERE run = ? AND pair = ? AND kind = ?
        ORDER BY version DESC OFFSET 1 LIMIT 1)
      AND version <> (
        SELECT coalesce(max(version), -1) FROM public.collegium_adapter
        WHERE run = ? AND pair = ? AND kind = ? AND version < ?)""";

  private static final String NEWEST =
      "SELECT max(version) FROM public.collegium_adapter WHERE run = ? AND pair = ? AND kind = ?";

  /** Transactions that write the same adapters in the same order wait for each other and never in a circle. */
  private static final Comparator<Version> ORDER =
      Comparator.<Version, String>comparing(version -> version.pair().value()).thenComparing(Version::kind);

  private static final String ALL =
      "SELECT pair, kind, version, hash, base FROM public.collegium_adapter WHERE run = ?"
          + " ORDER BY pair, kind, version";

  private static final String READ =
      "SELECT hash, rank, scale, steps, weights, moments FROM public.collegium_adapter"
          + " WHERE run = ? AND pair = ? AND kind = ? AND version = ?";

  private static final String CLEAR = "DELETE FROM public.collegium_adapter WHERE run = ?";

  private final PostgresAccess access;
  private final String run;

  /**
   * Does not connect yet.
   *
   * @param run whose adapters these are, at most 200 characters
   * @throws IllegalArgumentException when the name is empty or too long
   */
  public PostgresAdapterStore(PostgresAccess access, String run) {
    if (run.isBlank() || run.length() > RUN_CHARACTERS_MAX) {
      throw new IllegalArgumentException(
          "the name of a run must have 1 to " + RUN_CHARACTERS_MAX + " characters, was '" + run + "'");
    }
    this.access = access;
    this.run = run;
  }

  @Override
  public void write(List<Version> versions, String baseModel) {
    for (Version version : versions) {
      requireNameable(version.pair());
      requireSmall(version);
    }
    try (Connection connection = access.connect()) {
      connection.setAutoCommit(false);
      for (Version version : versions.stream().sorted(ORDER).toList()) {
        if (!isThere(connection, version)) {
          write(connection, version, baseModel);
          prune(connection, version);
        }
      }
      connection.commit();
    } catch (SQLException e) {
      throw failure("cannot write " + AdapterNames.describe(versions), e);
    }
  }

  @Override
  public Adapter read(AdapterPairId pair, AdapterKind kind, AdapterStamp stamp, ModelConfiguration configuration) {
    requireNameable(pair);
    try (Connection connection = access.connect();
        PreparedStatement statement = connection.prepareStatement(READ)) {
      key(statement, 1, pair, kind);
      statement.setLong(4, stamp.version());
      try (ResultSet found = statement.executeQuery()) {
        if (!found.next()) {
          throw new MissingAdapterException(pair, kind, stamp.version(), newest(connection, pair, kind));
        }
        Adapter adapter = AdapterRow.read(found, stamp.version(), configuration);
        if (!adapter.stamp().hash().equals(found.getString("hash"))) {
          throw new IllegalArgumentException("what is there is not of one version, or damaged");
        }
        AdapterNames.require(pair, kind, stamp, adapter.stamp());
        return adapter;
      }
    } catch (MissingAdapterException e) {
      throw e;
    } catch (SQLException e) {
      throw failure("cannot read " + AdapterNames.describe(pair, kind, stamp), e);
    } catch (IllegalArgumentException e) {
      throw new AdapterStoreException(
          "cannot read " + AdapterNames.describe(pair, kind, stamp) + ": database " + access.place() + ": "
              + e.getMessage(), e);
    }
  }

  @Override
  public void clear() {
    try (Connection connection = access.connect();
        PreparedStatement statement = connection.prepareStatement(CLEAR)) {
      statement.setString(1, run);
      statement.executeUpdate();
    } catch (SQLException e) {
      throw failure("cannot remove the adapters of run '" + run + "'", e);
    }
  }

  /**
   * Copies all versions of the run into another store, one by one.
   *
   * @param configuration of the base
   * @return how many
   * @throws AdapterStoreException when one of them cannot be read or written
   */
  public int copyTo(AdapterStore target, ModelConfiguration configuration) {
    List<Kept> all = all();
    for (Kept each : all) {
      target.write(each.pair(), each.kind(), read(each.pair(), each.kind(), each.stamp(), configuration), each.base());
    }
    return all.size();
  }

  private record Kept(AdapterPairId pair, AdapterKind kind, AdapterStamp stamp, String base) {}

  private List<Kept> all() {
    try (Connection connection = access.connect();
        PreparedStatement statement = connection.prepareStatement(ALL)) {
      statement.setString(1, run);
      List<Kept> all = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          all.add(
              new Kept(
                  new AdapterPairId(row.getString("pair")),
                  AdapterKind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                  new AdapterStamp(row.getLong("version"), row.getString("hash")),
                  row.getString("base")));
        }
      }
      return all;
    } catch (SQLException e) {
      throw failure("the adapters of run '" + run + "' cannot be read", e);
    }
  }

  private AdapterStoreException failure(String what, SQLException cause) {
    return PassingFailure.told(PassingFailure.passes(cause), what + ": " + access.problem(cause), cause);
  }

  private boolean isThere(Connection connection, Version version) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(FIND)) {
      key(statement, 1, version.pair(), version.kind());
      statement.setLong(4, version.adapter().stamp().version());
      statement.setString(5, version.adapter().stamp().hash());
      try (ResultSet found = statement.executeQuery()) {
        return found.next();
      }
    }
  }

  private void write(Connection connection, Version version, String baseModel) throws SQLException {
    Adapter adapter = version.adapter();
    try (PreparedStatement statement = connection.prepareStatement(WRITE)) {
      key(statement, 1, version.pair(), version.kind());
      statement.setLong(4, adapter.stamp().version());
      statement.setString(5, adapter.stamp().hash());
      statement.setInt(6, adapter.rank());
      statement.setDouble(7, adapter.scale());
      statement.setLong(8, adapter.steps());
      statement.setString(9, baseModel);
      statement.setBytes(10, AdapterBytes.of(adapter.weights()));
      statement.setBytes(
          11,
          adapter.steps() == 0
              ? new byte[0]
              : AdapterBytes.of(adapter.firstMoments(), adapter.secondMoments()));
      statement.executeUpdate();
    }
  }

  private void prune(Connection connection, Version version) throws SQLException {
    long written = version.adapter().stamp().version();
    try (PreparedStatement statement = connection.prepareStatement(PRUNE)) {
      key(statement, 1, version.pair(), version.kind());
      statement.setLong(4, written);
      key(statement, 5, version.pair(), version.kind());
      key(statement, 8, version.pair(), version.kind());
      statement.setLong(11, written);
      statement.executeUpdate();
    }
  }

  private OptionalLong newest(Connection connection, AdapterPairId pair, AdapterKind kind) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(NEWEST)) {
      key(statement, 1, pair, kind);
      try (ResultSet found = statement.executeQuery()) {
        long newest = found.next() ? found.getLong(1) : 0;
        return found.wasNull() ? OptionalLong.empty() : OptionalLong.of(newest);
      }
    }
  }

  private void key(PreparedStatement statement, int at, AdapterPairId pair, AdapterKind kind) throws SQLException {
    statement.setString(at, run);
    statement.setString(at + 1, pair.value());
    statement.setString(at + 2, AdapterNames.name(kind));
  }

  private static void requireNameable(AdapterPairId pair) {
    AdapterNames.parts(pair);
    if (pair.value().length() > PAIR_CHARACTERS_MAX) {
      throw new IllegalArgumentException(
          "the adapter store cannot name a row after pair '" + pair.value() + "': it has "
              + pair.value().length() + " characters, at most " + PAIR_CHARACTERS_MAX + " are kept");
    }
  }

  private static void requireSmall(Version version) {
    Adapter adapter = version.adapter();
    long bytes = 2L * adapter.layout().parameters() * Float.BYTES;
    if (bytes > VALUE_BYTES_MAX) {
      throw new AdapterStoreException(
          "cannot write " + AdapterNames.describe(List.of(version)) + ": its moments have " + bytes
              + " bytes, a database should keep at most " + VALUE_BYTES_MAX + "; use a shared directory");
    }
  }
}
