package org.collegium.scenarios.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Optional;
import org.collegium.modelhost.postgres.PostgresAccess;
import org.collegium.modelhost.store.StoreAwayException;
import org.collegium.organization.durable.AdapterStoreSettings;
import org.collegium.organization.durable.DatabaseSettings;
import org.collegium.organization.durable.ForcedStates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeStoresTest {
  /** Nobody listens there. */
  private static final PostgresAccess GONE =
      new PostgresAccess("jdbc:postgresql://127.0.0.1:1/collegium", "nobody", Optional.empty());

  private static final DatabaseSettings SHARED = new DatabaseSettings.Shared(GONE);

  @TempDir private Path folder = Path.of("");

  private NodeStores stores(DatabaseSettings database, AdapterStoreSettings adapters) {
    return new NodeStores("n", database, folder.resolve("state"), adapters);
  }

  @Test
  void howStatesAreForcedIsKnownWithoutAskingTheDatabase() {
    AdapterStoreSettings directory = new AdapterStoreSettings.SharedDirectory(folder.resolve("adapters"));

    assertThat(stores(SHARED, directory).forced()).isSameAs(ForcedStates.ALWAYS);
    assertThat(stores(new DatabaseSettings.Embedded(), directory).forced()).isNotSameAs(ForcedStates.ALWAYS);
    assertThat(folder.resolve("state")).doesNotExist();
  }

  @Test
  void aServerThatIsAwayIsNoReasonToLeave() {
    NodeStores stores = stores(SHARED, new AdapterStoreSettings.SharedDatabase(GONE));

    assertThatThrownBy(() -> stores.problem("collegium"))
        .isInstanceOf(StoreAwayException.class)
        .hasMessageContaining("the server cannot be reached");
    assertThatThrownBy(() -> stores.leave("collegium")).isInstanceOf(StoreAwayException.class);
  }

  @Test
  void aStoreWithoutTheMarkIsAReasonToLeave() {
    assertThat(stores(SHARED, new AdapterStoreSettings.SharedDirectory(folder)).problem("collegium").orElseThrow())
        .contains("does not have the mark 'collegium'");
  }
}
