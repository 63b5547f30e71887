package org.collegium.organization.replay;

import java.nio.file.Path;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.collegium.agents.core.AgentSettings;
import org.collegium.agents.core.AgentState;
import org.collegium.agents.identity.AgentId;
import org.collegium.organization.messagelog.LogReader;
import org.collegium.organization.messagelog.LogRecord;
import org.collegium.organization.messagelog.Party;
import org.collegium.organization.orchestrator.OrganizationSettings;
import org.collegium.organization.rounds.OrchestratorState;
import org.collegium.organization.run.RunPlan;

/** What agents and orchestrators had committed at the end of one round, found by replaying the log up to there. */
public final class RoundStates {
  private final int round;
  private final ReplaySession session;
  private final NavigableMap<AgentId, AgentState> agents = new TreeMap<>();
  private final NavigableMap<String, OrchestratorState> orchestrators = new TreeMap<>();

  private RoundStates(int round, ReplaySession session) {
    this.round = round;
    this.session = session;
  }

  /**
   * The states of a round, from 1, with which a fork can begin.
   *
   * @param messagesFolder folder of the log's segments
   * @param plan of the run
   * @param initial what the run began with
   * @throws IllegalArgumentException when somebody did not get to the end of that round, or the log differs before it
   * @throws org.collegium.organization.messagelog.LogDamagedException when the log is not what was written
   */
  public static InitialStates of(Path messagesFolder, RunPlan plan, InitialStates initial, int round) {
    RoundStates states =
        new RoundStates(round, new ReplaySession(plan, initial, new ReplayScope.WholeRun()));
    LogReader.read(messagesFolder, states::take);
    states.session.difference().ifPresent(difference -> {
      throw new IllegalArgumentException("the log cannot be replayed: " + difference);
    });
    plan.organizations().forEach(states::require);
    return new InitialStates(states.agents, states.orchestrators);
  }

  private void take(LogRecord record) {
    session.take(record);
    Party receiver = record.receiver();
    if (receiver.kind() == Party.Kind.AGENT) {
      AgentId agent = AgentId.parse(receiver.id());
      session.committed(agent, round).ifPresent(state -> agents.put(agent, state));
    } else if (receiver.kind() == Party.Kind.ORCHESTRATOR) {
      session.committed(receiver.id(), round).ifPresent(state -> orchestrators.put(receiver.id(), state));
    }
  }

  private void require(OrganizationSettings organization) {
    boolean isThere =
        orchestrators.containsKey(organization.id())
            && organization.agents().stream().map(AgentSettings::id).allMatch(agents::containsKey);
    if (!isThere) {
      throw new IllegalArgumentException(organization.id() + " did not get to the end of round " + round);
    }
  }
}
