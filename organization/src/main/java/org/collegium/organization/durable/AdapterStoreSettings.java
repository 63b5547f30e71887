package org.collegium.organization.durable;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.collegium.modelhost.postgres.PostgresAccess;
import org.collegium.modelhost.store.AdapterStore;
import org.collegium.modelhost.store.DirectoryAdapterStore;
import org.collegium.modelhost.store.DirectoryProbe;
import org.collegium.modelhost.store.PostgresAdapterStore;
import org.collegium.modelhost.store.PostgresProbe;
import org.collegium.modelhost.store.RetryingAdapterStore;
import org.collegium.modelhost.store.StorePatience;
import org.collegium.modelhost.store.StoreProbe;

/** Where the model hosts of a cluster keep the adapters of its runs: {@code collegium.cluster.adapters}. */
public sealed interface AdapterStoreSettings {
  /** What the name of a run may be: it becomes a folder. */
  Pattern RUN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,199}");

  /** Longer than a server needs to fail over or to be started again by hand, shorter than a run may stand still. */
  StorePatience PATIENCE = StorePatience.standard(Duration.ofMinutes(15));

  /**
   * A directory that all model hosts share.
   *
   * @param folder has a folder for each run
   */
  record SharedDirectory(Path folder) implements AdapterStoreSettings {
    @Override
    public AdapterStore open(String run) {
      return new RetryingAdapterStore(DirectoryAdapterStore.shared(folder.resolve(requireRun(run))), PATIENCE);
    }

    @Override
    public StoreProbe probe() {
      return new DirectoryProbe(folder);
    }
  }

  /** The database that holds the states, too; for small adapters. */
  record SharedDatabase(PostgresAccess access) implements AdapterStoreSettings {
    @Override
    public AdapterStore open(String run) {
      return new RetryingAdapterStore(new PostgresAdapterStore(access, requireRun(run)), PATIENCE);
    }

    @Override
    public StoreProbe probe() {
      return new PostgresProbe(access);
    }
  }

  /**
   * The adapters of one run, which may be away for a while.
   *
   * @throws IllegalArgumentException when the run's name does not match {@link #RUN}
   */
  AdapterStore open(String run);

  /** Marks in the store that all runs share. */
  StoreProbe probe();

  /**
   * Reads {@code collegium.cluster.adapters { store = directory | postgresql, folder }}.
   *
   * @param database has the server when the store is {@code postgresql}
   * @throws StateDatabaseException in one line with the place
   */
  static AdapterStoreSettings read(Config config, DatabaseSettings database) {
    SettingsSection section = new SettingsSection(config, "collegium.cluster.adapters");
    String store = section.text("store").orElse("directory");
    return switch (store) {
      case "directory" ->
        new SharedDirectory(
            section.path("folder").orElseThrow(() -> section.wrong("folder", "is needed when store is directory")));
      case "postgresql" -> {
        if (database instanceof DatabaseSettings.Shared shared) {
          yield new SharedDatabase(shared.access());
        }
        throw section.wrong("store", "is postgresql, but collegium.cluster.database.kind is not");
      }
      default -> throw section.wrong("store", "must be directory or postgresql, was '" + store + "'");
    };
  }

  private static String requireRun(String run) {
    if (!RUN.matcher(run).matches()) {
      throw new IllegalArgumentException("the name of a run must match " + RUN + ", was '" + run + "'");
    }
    return run;
  }
}
