package org.collegium.organization.replay;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.collegium.agents.core.AgentCore;
import org.collegium.agents.core.AgentMessage;
import org.collegium.agents.core.AgentState;
import org.collegium.agents.core.Effect;
import org.collegium.agents.core.Step;
import org.collegium.agents.identity.AgentId;
import org.collegium.agents.identity.WorldId;
import org.collegium.agents.world.WorldCore;
import org.collegium.agents.world.WorldEffect;
import org.collegium.agents.world.WorldMessage;
import org.collegium.agents.world.WorldState;
import org.collegium.agents.world.WorldStep;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.organization.messagelog.Party;
import org.collegium.organization.rounds.OrchestratorCore;
import org.collegium.organization.rounds.OrchestratorEffect;
import org.collegium.organization.rounds.OrchestratorMessage;
import org.collegium.organization.rounds.OrchestratorState;
import org.collegium.organization.rounds.OrchestratorStep;
import org.collegium.organization.rounds.RunCores;
import org.collegium.organization.run.RunPlan;

/** All cores of a run, where each of them stands, and what they send. */
final class Cores {
  private final RunCores cores;
  private final Ledger ledger;
  private final Map<Party, AgentCore> agents = new HashMap<>();
  private final Map<Party, AgentState> agentStates = new HashMap<>();
  private final Map<Party, WorldCore> worlds = new HashMap<>();
  private final Map<Party, WorldState> worldStates = new HashMap<>();
  private final Map<Party, OrchestratorCore> orchestrators = new HashMap<>();
  private final Map<Party, OrchestratorState> orchestratorStates = new HashMap<>();
  private final SortedMap<String, OrchestratorEffect.Finish> finished = new TreeMap<>();

  Cores(RunPlan plan, Ledger ledger) {
    this.cores = new RunCores(plan);
    this.ledger = ledger;
  }

  /** How each organization ended, as far as it did. */
  SortedMap<String, OrchestratorEffect.Finish> finished() {
    return Collections.unmodifiableSortedMap(finished);
  }

  /** A new incarnation knows nothing of the one before. */
  void forget(Party receiver) {
    agentStates.remove(receiver);
    worldStates.remove(receiver);
    orchestratorStates.remove(receiver);
  }

  void give(Party receiver, AgentMessage message, String cause) {
    AgentState state = agentStates.getOrDefault(receiver, AgentState.INITIAL);
    AgentCore core = agents.computeIfAbsent(receiver, agent -> cores.agent(AgentId.parse(agent.id())));
    Step step = core.step(state, message);
    agentStates.put(receiver, step.state());
    for (Effect effect : step.effects()) {
      switch (effect) {
        case Effect.Commit _ -> {
          // Nobody in the log receives it.
        }
        case Effect.AskHost ask ->
            ledger.send(receiver, Party.of(ask.request().pair()), ask.request(), cause);
        case Effect.RetryLater later ->
            ledger.send(receiver, receiver, new AgentMessage.RetryDue(later.requestId()), cause);
        case Effect.TellWorld tell -> ledger.send(receiver, Party.of(tell.world()), tell.message(), cause);
        case Effect.TellNeighbour tell -> ledger.send(receiver, Party.of(tell.to()), tell.message(), cause);
        case Effect.Report report ->
            ledger.send(
                receiver,
                Party.orchestrator(report.report().agent().organization()),
                new OrchestratorMessage.Reported(report.report()),
                cause);
        case Effect.Fail fail -> failed(fail.agent(), fail.reason(), cause);
      }
    }
  }

  void give(Party receiver, WorldMessage message, String cause) {
    WorldState state = worldStates.getOrDefault(receiver, WorldState.EMPTY);
    WorldCore core = worlds.computeIfAbsent(receiver, world -> cores.world(new WorldId(world.id())));
    WorldStep step = core.step(state, message);
    worldStates.put(receiver, step.state());
    for (WorldEffect effect : step.effects()) {
      switch (effect) {
        case WorldEffect.Answer answer ->
            ledger.send(
                receiver,
                Party.of(answer.to()),
                new AgentMessage.Observed(
                    answer.episode(), answer.step(), answer.observation(), answer.reward(), answer.over()),
                cause);
        case WorldEffect.Fail fail -> failed(fail.agent(), fail.reason(), cause);
      }
    }
  }

  void give(Party receiver, OrchestratorMessage message, String cause) {
    OrchestratorCore core = orchestrators.computeIfAbsent(receiver, each -> cores.orchestrator(each.id()));
    OrchestratorState state = orchestratorStates.getOrDefault(receiver, OrchestratorState.INITIAL);
    OrchestratorStep step = core.step(state, message);
    orchestratorStates.put(receiver, step.state());
    for (OrchestratorEffect effect : step.effects()) {
      switch (effect) {
        case OrchestratorEffect.Assign assign ->
            ledger.send(receiver, Party.of(assign.to()), assign.message(), cause);
        case OrchestratorEffect.CloseRound _ -> {
          // Nobody in the log receives it.
        }
        case OrchestratorEffect.Finish finish -> finished.put(receiver.id(), finish);
      }
    }
  }

  /** The boundary of the model host hands an answer on. */
  void give(Party receiver, HostReply reply, String cause) {
    ledger.send(
        receiver, new Party(Party.Kind.AGENT, receiver.id()), new AgentMessage.HostAnswered(reply), cause);
  }

  private void failed(AgentId agent, String reason, String cause) {
    ledger.send(
        Party.of(agent),
        Party.orchestrator(agent.organization()),
        new OrchestratorMessage.AgentFailed(agent, reason),
        cause);
  }
}
