package org.collegium.organization.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.collegium.modelhost.postgres.PostgresAccess;
import org.collegium.modelhost.postgres.TemporaryPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresStateStoreTest extends StateStoreContract {
  private Optional<TemporaryPostgres> server = Optional.empty();
  private PostgresAccess access = new PostgresAccess("jdbc:postgresql://nowhere/none", "nobody", Optional.empty());

  @BeforeAll
  void startServer() {
    assumeTrue(TemporaryPostgres.obstacle().isEmpty(), () -> TemporaryPostgres.obstacle().orElse(""));
    server = Optional.of(TemporaryPostgres.start());
  }

  @BeforeEach
  void makeDatabase() {
    access = server.orElseThrow().newDatabase();
  }

  @AfterAll
  void stopServer() {
    server.ifPresent(TemporaryPostgres::close);
  }

  @Override
  StateStore store() {
    PostgresSchema.create(access);
    return PostgresStateStore.open(access);
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = access.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void theTablesAreMadeOnceAndSaidSo() {
    assertThat(PostgresSchema.create(access))
        .isEqualTo(
            "database " + access.place()
                + ": made the tables collegium_adapter, collegium_probe, collegium_schema, durable_state (version 1)");
    assertThat(PostgresSchema.create(access))
        .isEqualTo(
            "database " + access.place() + ": all tables are there already (version 1); nothing was changed");
  }

  @Test
  void aTableThatIsMissingIsMade() throws SQLException {
    PostgresSchema.create(access);
    execute("DROP TABLE collegium_adapter");
    assertThat(PostgresSchema.create(access)).endsWith(": made the tables collegium_adapter (version 1)");
  }

  @Test
  void manyWhoMakeTheTablesAtOnceDoNotDisturbEachOther() throws Exception {
    List<Callable<String>> makers = new ArrayList<>();
    for (int each = 0; each < 4; each++) {
      makers.add(() -> PostgresSchema.create(access));
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      int made = 0;
      for (Future<String> each : threads.invokeAll(makers)) {
        made += each.get().contains("made the tables") ? 1 : 0;
      }
      assertThat(made).isEqualTo(1);
    }
  }

  @Test
  void missingTablesAreSaidInOneLine() throws SQLException {
    assertThatThrownBy(() -> PostgresStateStore.open(access))
        .isInstanceOf(StateDatabaseException.class)
        .hasMessage("database " + access.place() + ": the tables are missing; run ./collegium db init");
    execute("CREATE TABLE collegium_schema (version INTEGER NOT NULL)");
    assertThatThrownBy(() -> PostgresStateStore.open(access))
        .isInstanceOf(StateDatabaseException.class)
        .hasMessage("database " + access.place() + ": the tables are not complete; run ./collegium db init");
  }

  @Test
  void tablesOfAnotherVersionAreNeitherUsedNorChanged() throws SQLException {
    PostgresSchema.create(access);
    execute("UPDATE collegium_schema SET version = 7");
    execute("DROP TABLE collegium_probe");
    String problem = "database " + access.place() + ": has tables of version 7; this build knows version 1";
    assertThatThrownBy(() -> PostgresStateStore.open(access)).hasMessage(problem);
    assertThatThrownBy(() -> PostgresSchema.create(access)).hasMessage(problem);
    execute("UPDATE collegium_schema SET version = 1");
    assertThat(PostgresSchema.create(access)).contains("made the tables collegium_probe ");
  }

  @Test
  void aWrongPasswordIsSaidInOneLineThatDoesNotShowIt() {
    PostgresAccess wrong = new PostgresAccess(access.url(), access.user(), Optional.of("s3cret"));
    assertThatThrownBy(() -> PostgresStateStore.open(wrong))
        .isInstanceOf(StateDatabaseException.class)
        .hasMessage(
            "database " + access.place() + ": the server refuses user 'collegium' with the password that was given");
  }
}
