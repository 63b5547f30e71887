package org.collegium.organization.cluster;

import java.util.List;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.collegium.agents.actor.AgentActor;
import org.collegium.organization.durable.StateStore;

/** The states that the actors of a cluster's runs have kept, which share one database. */
public final class KeptRuns {
  private KeptRuns() {}

  /** What stands before the ids of all actors of a run. */
  static String scope(String run) {
    return run + "/";
  }

  /**
   * Removes all states of a run.
   *
   * @param run the value of its identity
   * @throws org.collegium.organization.durable.StateDatabaseException when the database cannot be used
   */
  public static void remove(StateStore states, String run) {
    for (String entity : List.of(AgentActor.ENTITY, OrchestratorActor.ENTITY)) {
      states.remove(PersistenceId.of(entity, scope(run)).id());
    }
  }
}
