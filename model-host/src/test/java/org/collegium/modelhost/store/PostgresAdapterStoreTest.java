package org.collegium.modelhost.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.collegium.modelhost.adapter.Adapter;
import org.collegium.modelhost.postgres.PostgresAccess;
import org.collegium.modelhost.postgres.TemporaryPostgres;
import org.collegium.modelhost.protocol.AdapterKind;
import org.collegium.modelhost.protocol.AdapterPairId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresAdapterStoreTest extends SharedStoreContract {
  private Optional<TemporaryPostgres> server = Optional.empty();
  private PostgresAccess access = new PostgresAccess("jdbc:postgresql://nowhere/none", "nobody", Optional.empty());

  @BeforeAll
  void startServer() {
    assumeTrue(TemporaryPostgres.obstacle().isEmpty(), () -> TemporaryPostgres.obstacle().orElse(""));
    server = Optional.of(TemporaryPostgres.start());
  }

  @BeforeEach
  void makeTables() {
    access = server.orElseThrow().newDatabase();
    PostgresAdapterStore.TABLES.forEach(this::execute);
  }

  @AfterAll
  void stopServer() {
    server.ifPresent(TemporaryPostgres::close);
  }

  @Override
  AdapterStore store(String run) {
    return new PostgresAdapterStore(access, run);
  }

  @Override
  List<Long> versions() {
    return query(
            "SELECT version FROM collegium_adapter WHERE run = 'one' AND pair = '" + A.value()
                + "' AND kind = 'policy' ORDER BY version")
        .stream()
        .map(Long::valueOf)
        .toList();
  }

  @Override
  Object trace(long version) {
    return query(
        "SELECT xmin || ' ' || ctid::text FROM collegium_adapter WHERE run = 'one' AND pair = '" + A.value()
            + "' AND kind = 'policy' AND version = " + version);
  }

  @Override
  void damage(long version) {
    execute(
        "UPDATE collegium_adapter SET weights = set_bit(weights, 65, 1 - get_bit(weights, 65)) WHERE run = 'one'"
            + " AND pair = '" + A.value() + "' AND kind = 'policy' AND version = " + version);
  }

  @Override
  void assertEmpty() {
    assertThat(query("SELECT pair FROM collegium_adapter")).isEmpty();
  }

  private void execute(String sql) {
    try (Connection connection = access.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  private List<String> query(String sql) {
    try (Connection connection = access.connect();
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      List<String> rows = new ArrayList<>();
      while (found.next()) {
        rows.add(found.getString(1));
      }
      return rows;
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  @Test
  void allVersionsOfOneCallAreKeptOrNone() {
    write(A, AdapterKind.POLICY, adapter(1, 1));
    execute(
        """
        CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN IF NEW.pair = 'dual/3/agent-2' THEN RAISE EXCEPTION 'full'; END IF; RETURN NEW; END $$""");
    execute("CREATE TRIGGER refuse BEFORE INSERT ON collegium_adapter FOR EACH ROW EXECUTE FUNCTION refuse()");
    List<AdapterStore.Version> both =
        List.of(
            new AdapterStore.Version(A, AdapterKind.POLICY, adapter(2, 1)),
            new AdapterStore.Version(B, AdapterKind.POLICY, adapter(2, 1)));
    assertThatThrownBy(() -> store("one").write(both, "tiny"))
        .isInstanceOf(AdapterStoreException.class)
        .hasMessage(
            "cannot write version 2 of the policy adapter of 'dual/3/agent-1' and 1 more: database " + access.place()
                + ": ERROR: full (SQLSTATE P0001)");
    assertThat(versions()).containsExactly(1L);
  }

  @Test
  void whatWasCutOffIsNamed() {
    write(A, AdapterKind.POLICY, adapter(2, 1));
    execute("UPDATE collegium_adapter SET moments = ''");
    assertThatThrownBy(() -> read(A, AdapterKind.POLICY, adapter(2, 1)))
        .isInstanceOf(AdapterStoreException.class)
        .hasMessageContaining("bytes of weights and 0 of moments, must be");
    execute("UPDATE collegium_adapter SET rank = 2147483647");
    assertThatThrownBy(() -> read(A, AdapterKind.POLICY, adapter(2, 1)))
        .isInstanceOf(AdapterStoreException.class)
        .hasMessageEndingWith("has rank 2147483647");
  }

  @Test
  void whatARunKeptIsBroughtIntoADirectory(@TempDir Path folder) {
    write(A, AdapterKind.POLICY, adapter(1, 1));
    write(A, AdapterKind.POLICY, adapter(2, 1));
    write(B, AdapterKind.WORLD, adapter(1, 5));
    store("other").write(B, AdapterKind.POLICY, adapter(0, 9), "tiny");
    DirectoryAdapterStore directory = new DirectoryAdapterStore(folder);
    assertThat(new PostgresAdapterStore(access, "one").copyTo(directory, TINY)).isEqualTo(3);
    for (int version = 1; version <= 2; version++) {
      Adapter wanted = adapter(version, 1);
      assertThat(directory.read(A, AdapterKind.POLICY, wanted.stamp(), TINY).weights()).isEqualTo(wanted.weights());
    }
    assertThat(directory.read(B, AdapterKind.WORLD, adapter(1, 5).stamp(), TINY).steps()).isEqualTo(4);
    assertThat(folder.resolve("dual/3/agent-2/policy")).doesNotExist();
  }

  @Test
  void missingTablesAreSaidInOneLine() {
    execute("DROP TABLE collegium_adapter");
    Adapter adapter = adapter(0, 1);
    assertThatThrownBy(() -> write(A, AdapterKind.POLICY, adapter))
        .isInstanceOf(AdapterStoreException.class)
        .hasMessageEndingWith(access.place() + ": the tables are missing; run ./collegium db init");
    assertThatThrownBy(() -> read(A, AdapterKind.POLICY, adapter))
        .isInstanceOf(AdapterStoreException.class)
        .hasMessageEndingWith(access.place() + ": the tables are missing; run ./collegium db init");
  }

  @Test
  void aServerThatIsGoneIsAwayForNow() {
    PostgresAccess nobody =
        new PostgresAccess("jdbc:postgresql://127.0.0.1:1/none", "nobody", Optional.empty());
    PostgresAdapterStore gone = new PostgresAdapterStore(nobody, "one");
    assertThatThrownBy(() -> gone.write(A, AdapterKind.POLICY, adapter(0, 1), "tiny"))
        .isInstanceOf(StoreAwayException.class)
        .hasMessageContaining("database 127.0.0.1:1/none: the server cannot be reached");
    assertThatThrownBy(() -> gone.read(A, AdapterKind.POLICY, adapter(0, 1).stamp(), TINY))
        .isInstanceOf(StoreAwayException.class);
  }

  @Test
  void aServerThatIsShutDownInTheMiddleIsAwayAndKeepsWhatItHad() {
    write(A, AdapterKind.POLICY, adapter(1, 1));
    execute(
        """
        CREATE FUNCTION end_it() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $$""");
    execute("CREATE TRIGGER end_it AFTER INSERT ON collegium_adapter FOR EACH ROW EXECUTE FUNCTION end_it()");
    assertThatThrownBy(() -> write(A, AdapterKind.POLICY, adapter(2, 1)))
        .isInstanceOf(StoreAwayException.class)
        .hasMessageContaining("database " + access.place() + ": ");
    assertThat(versions()).containsExactly(1L);
    execute("DROP TRIGGER end_it ON collegium_adapter");
    write(A, AdapterKind.POLICY, adapter(2, 1));
    assertThat(versions()).containsExactly(1L, 2L);
  }

  @Test
  void namesThatAreTooLongAreRefusedBeforeAnythingIsDone() {
    AdapterPairId longest = new AdapterPairId("a".repeat(401));
    assertThatThrownBy(() -> write(longest, AdapterKind.POLICY, adapter(0, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("it has 401 characters, at most 400 are kept");
    assertThatThrownBy(() -> store("")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store("r".repeat(201))).isInstanceOf(IllegalArgumentException.class);
    assertEmpty();
  }

  @Nested
  class ProbeTest extends StoreProbeContract {
    @Override
    StoreProbe probe() {
      return new PostgresProbe(access);
    }

    @Override
    StoreProbe elsewhere() {
      PostgresAccess other = server.orElseThrow().newDatabase();
      PostgresAccess ours = access;
      access = other;
      PostgresAdapterStore.TABLES.forEach(PostgresAdapterStoreTest.this::execute);
      access = ours;
      return new PostgresProbe(other);
    }
  }
}
