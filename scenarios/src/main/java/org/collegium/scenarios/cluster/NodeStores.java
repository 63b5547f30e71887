package org.collegium.scenarios.cluster;

import java.nio.file.Path;
import java.util.Optional;
import org.collegium.modelhost.store.AdapterStoreException;
import org.collegium.modelhost.store.StoreAwayException;
import org.collegium.organization.cluster.KeptRuns;
import org.collegium.organization.cluster.SharedStore;
import org.collegium.organization.durable.AdapterStoreSettings;
import org.collegium.organization.durable.DatabaseSettings;
import org.collegium.organization.durable.ForcedStates;

/**
 * What the nodes of a cluster must have in common, looked at from one of them.
 *
 * @param states folder of the node's own database, when it has one
 */
public record NodeStores(String node, DatabaseSettings database, Path states, AdapterStoreSettings adapters)
    implements SharedStore {
  private static final String ALONE = ".alone.";

  @Override
  public String leave(String cluster) {
    String mark =
        switch (database) {
          case DatabaseSettings.Embedded _ -> cluster + ALONE + node;
          case DatabaseSettings.Shared _ -> cluster;
        };
    adapters.probe().leave(mark);
    return mark;
  }

  @Override
  public void forget(String run) {
    KeptRuns.remove(database.open(states), run);
    adapters.open(run).clear();
  }

  @Override
  public ForcedStates forced() {
    return database.forced(states);
  }

  @Override
  public Optional<String> problem(String mark) {
    boolean isAlone = database instanceof DatabaseSettings.Embedded;
    if ((isAlone || mark.contains(ALONE)) && !mark.endsWith(ALONE + node)) {
      return Optional.of(
          "the nodes of a cluster share one database, but "
              + (isAlone ? "this node" : "the first node")
              + " keeps its states in a file of its own (collegium.cluster.database.kind = h2)");
    }
    try {
      return adapters.probe().sees(mark)
          ? Optional.empty()
          : Optional.of(
              "the adapter store of this node is not the one of the cluster: it does not have the mark '" + mark
                  + "' (collegium.cluster.adapters must name the same directory or database on every node)");
    } catch (StoreAwayException e) {
      throw e;
    } catch (AdapterStoreException e) {
      return Optional.of("the adapter store of this node cannot be used: " + e.getMessage());
    }
  }
}
