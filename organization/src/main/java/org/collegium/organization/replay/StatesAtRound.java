package org.collegium.organization.replay;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.collegium.agents.core.AgentCore;
import org.collegium.agents.core.AgentMessage;
import org.collegium.agents.core.AgentState;
import org.collegium.agents.core.Effect;
import org.collegium.agents.core.Step;
import org.collegium.agents.identity.AgentId;
import org.collegium.organization.messagelog.LogRecord;
import org.collegium.organization.messagelog.Party;
import org.collegium.organization.rounds.InitialStates;
import org.collegium.organization.rounds.OrchestratorMessage;
import org.collegium.organization.rounds.OrchestratorState;
import org.collegium.organization.rounds.RunCores;
import org.collegium.organization.run.RunPlan;
import org.collegium.organization.wire.MessageWire;

/**
 * The states that the agents and orchestrators of a run kept at the end of one round, got by feeding them what they
 * received. An organization that closed fewer rounds stands at its last one.
 */
public final class StatesAtRound {
  private final RunCores cores;
  private final InitialStates initial;
  private final int round;
  private final Map<Party, Life<AgentMessage, AgentState>> agents = new LinkedHashMap<>();
  private final Map<String, Life<OrchestratorMessage, OrchestratorState>> orchestrators = new LinkedHashMap<>();
  private final SortedMap<AgentId, NavigableMap<Integer, AgentState>> agentStates = new TreeMap<>();
  private final SortedMap<String, OrchestratorState> orchestratorStates;

  /**
   * Prepares to read the log of a run.
   *
   * @param initial what the run began with
   * @param round from the round that {@code initial} stands at
   */
  public StatesAtRound(RunPlan plan, InitialStates initial, int round) {
    this.cores = new RunCores(plan);
    this.initial = initial;
    this.round = round;
    initial.agents().forEach((agent, state) -> keepAgent(agent, state));
    this.orchestratorStates = new TreeMap<>(initial.orchestrators());
  }

  /** Takes the next record of the log. */
  public void read(LogRecord record) {
    Party receiver = record.receiver();
    if (receiver.kind() == Party.Kind.AGENT) {
      agents.computeIfAbsent(receiver, this::agent).read(record, messageOf(record));
    } else if (receiver.kind() == Party.Kind.ORCHESTRATOR) {
      orchestrators.computeIfAbsent(receiver.id(), this::orchestrator).read(record, messageOf(record));
    }
  }

  /** What was kept, as far as the log was read; orchestrators stand between two rounds. */
  public InitialStates states() {
    SortedMap<String, OrchestratorState> between = new TreeMap<>();
    orchestratorStates.forEach((id, state) -> between.put(id, state.betweenRounds()));
    SortedMap<AgentId, AgentState> agentsThen = new TreeMap<>();
    agentStates.forEach((agent, kept) -> {
      int closed = Optional.ofNullable(between.get(agent.organization())).map(OrchestratorState::round).orElse(0);
      // One may have done a round that its organization has not closed.
      Optional.ofNullable(kept.floorEntry(closed)).ifPresent(entry -> agentsThen.put(agent, entry.getValue()));
    });
    return new InitialStates(agentsThen, between);
  }

  private static Object messageOf(LogRecord record) {
    return MessageWire.messageOf(record.manifest(), record.payload());
  }

  private Life<OrchestratorMessage, OrchestratorState> orchestrator(String id) {
    return RoundHistory.orchestrator(id, cores, initial, kept -> keepOrchestrator(id, kept));
  }

  private Life<AgentMessage, AgentState> agent(Party receiver) {
    AgentId id = AgentId.parse(receiver.id());
    AgentCore core = cores.agent(id);
    AgentState first = initial.of(id);
    return new Life<>(
        AgentMessage.class,
        first.roundDone(),
        first,
        (state, message) -> turn(core.step(state, message)),
        kept -> kept,
        kept -> keepAgent(id, kept.state()));
  }

  private static Life.Turn<AgentState> turn(Step step) {
    List<Life.Kept<AgentState>> kept =
        step.effects().stream()
            .filter(Effect.Commit.class::isInstance)
            .map(effect -> new Life.Kept<>(step.state().roundDone(), step.state(), effect))
            .toList();
    return new Life.Turn<>(step.state(), kept);
  }

  private void keepAgent(AgentId agent, AgentState state) {
    if (state.roundDone() <= round) {
      NavigableMap<Integer, AgentState> kept = agentStates.computeIfAbsent(agent, _ -> new TreeMap<>());
      kept.put(state.roundDone(), state);
      kept.headMap(state.roundDone() - 1).clear();
    }
  }

  private void keepOrchestrator(String organization, Life.Kept<OrchestratorState> kept) {
    if (kept.round() <= round) {
      orchestratorStates.put(organization, kept.state());
    }
  }
}
