package org.collegium.organization.durable;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
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
}
