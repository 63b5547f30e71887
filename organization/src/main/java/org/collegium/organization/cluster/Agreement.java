package org.collegium.organization.cluster;

import java.util.List;
import java.util.SortedMap;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.collegium.agents.wire.AgentsWire;
import org.collegium.organization.durable.StateDatabaseException;
import org.collegium.organization.durable.StateStore;
import org.collegium.organization.messagelog.LogFilter;
import org.collegium.organization.messagelog.LogReader;
import org.collegium.organization.messagelog.Party;
import org.collegium.organization.orchestrator.OrganizationSettings;
import org.collegium.organization.replay.RoundHistory;
import org.collegium.organization.rounds.InitialStates;
import org.collegium.organization.rounds.OrchestratorState;
import org.collegium.organization.run.RoundResult;
import org.collegium.organization.run.RunPlan;
import org.collegium.organization.wire.OrchestratorStateWire;

/**
 * Whether a run's log and its database tell of the same rounds. A process that died may have closed one round in the
 * log that it could not commit any more; any other difference means that one of the two is not this run's, or was lost.
 */
final class Agreement {
  private static final OrchestratorStateWire STATES = new OrchestratorStateWire(AgentsWire.unbudgeted());

  private Agreement() {}

  /**
   * Returns when both agree, before anything is changed.
   *
   * @throws StateDatabaseException in one line, when they do not
   */
  static void require(RunPlan plan, InitialStates initial, NodeFolders folders, StateStore states) {
    SortedMap<String, List<RoundResult>> logged = logged(plan, initial, folders);
    for (OrganizationSettings organization : plan.organizations()) {
      int before = initial.of(organization.id()).closedRounds();
      List<RoundResult> rounds = logged.getOrDefault(organization.id(), List.of());
      int closed = rounds.isEmpty() ? before : rounds.getLast().round();
      int kept =
          states.kept(PersistenceId.of(OrchestratorActor.ENTITY, organization.id()).id())
              .map(STATES::stateOf)
              .map(OrchestratorState::closedRounds)
              .orElse(before);
      if (kept < closed - 1 || kept > closed) {
        throw new StateDatabaseException(
            folders.state() + ": knows " + organization.id() + " up to round " + kept + ", but the log in "
                + folders.messages() + " up to round " + closed + "; one of them was lost or is another run's");
      }
    }
  }

  private static SortedMap<String, List<RoundResult>> logged(
      RunPlan plan, InitialStates initial, NodeFolders folders) {
    RoundHistory history = new RoundHistory(plan, initial);
    if (LogReader.hasLog(folders.messages())) {
      Party[] orchestrators =
          plan.organizations().stream()
              .map(organization -> Party.orchestrator(organization.id()))
              .toArray(Party[]::new);
      LogReader.read(folders.messages(), LogFilter.of(orchestrators), history::read);
    }
    return history.rounds();
  }
}
