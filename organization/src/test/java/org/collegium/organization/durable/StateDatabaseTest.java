package org.collegium.organization.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDatabaseTest extends StateStoreContract {
  @TempDir
  Path folder;

  @Override
  StateStore store() {
    return new DatabaseSettings.Embedded().open(folder.resolve("state"));
  }

  @Test
  void aFolderThatTheDatabaseCannotNameIsRefused() {
    assertThatThrownBy(() -> StateDatabase.prepare(folder.resolve("a;b")))
        .isInstanceOf(StateDatabaseException.class)
        .hasMessageContaining("semicolon");
  }

  @Test
  void whatIsInTheDatabaseIsForcedToTheDeviceWhileOthersUseIt() throws Exception {
    StateDatabase database = StateDatabase.prepare(folder.resolve("forced"));
    String url = database.settings().getString("pekko-persistence-jdbc.shared-databases.slick.db.url");
    try (Connection open = DriverManager.getConnection(url, "sa", "");
        Statement statement = open.createStatement()) {
      statement.execute("UPDATE PUBLIC.\"collegium_schema\" SET \"version\" = \"version\"");
      assertThat(database.force().toCompletableFuture()).succeedsWithin(Duration.ofSeconds(20));
      statement.execute("SHUTDOWN IMMEDIATELY");
    }
    Files.write(folder.resolve("forced").resolve("states.mv.db"), new byte[20_000]);
    assertThat(database.force().toCompletableFuture())
        .failsWithin(Duration.ofSeconds(20))
        .withThrowableThat()
        .withMessageContaining("states.mv.db: cannot be forced to the device: ");
  }
}
