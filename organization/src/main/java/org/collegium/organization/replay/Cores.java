package org.collegium.organization.replay;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
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
import org.collegium.organization.messagelog.Landmark;
import org.collegium.organization.messagelog.LogRecord;
import org.collegium.organization.messagelog.Party;
import org.collegium.organization.rounds.OrchestratorCore;
import org.collegium.organization.rounds.OrchestratorEffect;
import org.collegium.organization.rounds.OrchestratorMessage;
import org.collegium.organization.rounds.OrchestratorState;
import org.collegium.organization.rounds.OrchestratorStep;
import org.collegium.organization.rounds.RunCores;
import org.collegium.organization.wire.Landmarks;

/** The cores of one organization, where each of them stands, and what they send. */
final class Cores {
  private final RunCores cores;
  private final Ledger ledger;
  private final KeptStates kept;
  private final Map<Party, AgentCore> agents = new LinkedHashMap<>();
  private final Map<Party, AgentState> agentStates = new LinkedHashMap<>();
  private final Map<Party, WorldCore> worlds = new LinkedHashMap<>();
  private final Map<Party, WorldState> worldStates = new LinkedHashMap<>();
  private final Map<Party, OrchestratorCore> orchestrators = new LinkedHashMap<>();
  private final Map<Party, OrchestratorState> orchestratorStates = new LinkedHashMap<>();
  private Optional<OrchestratorEffect.Finish> finish = Optional.empty();

  Cores(RunCores cores, KeptStates kept, Ledger ledger) {
    this.cores = cores;
    this.ledger = ledger;
    this.kept = kept;
  }

  /** How the organization ended, if it did. */
  Optional<OrchestratorEffect.Finish> finish() {
    return finish;
  }

  AgentState agent(Party agent) {
    return agentStates.computeIfAbsent(agent, kept::initialAgent);
  }

  WorldState world(Party world) {
    return worldStates.getOrDefault(world, WorldState.EMPTY);
  }

  OrchestratorState orchestrator(Party orchestrator) {
    return orchestratorStates.computeIfAbsent(orchestrator, kept::initialOrchestrator);
  }

  /** What somebody was told proves that the state it follows from had been kept. */
  void prove(LogRecord record, Object message) {
    if (message instanceof AgentMessage.Assigned assigned) {
      kept.proved(record.sender(), assigned.round() - 1);
    } else if (message instanceof OrchestratorMessage.Reported reported) {
      kept.proved(record.sender(), reported.report().round());
    }
  }

  /** A world that begins again knows nothing. */
  void forgetWorld(Party world) {
    worldStates.remove(world);
  }

  void forgetWorlds() {
    worldStates.clear();
  }

  /** An agent or orchestrator begins again with what it had committed for a round. */
  void restore(Party receiver, int round) {
    if (receiver.kind() == Party.Kind.AGENT) {
      kept.agent(receiver, round).ifPresent(state -> agentStates.put(receiver, state));
    } else {
      kept.orchestrator(receiver, round).ifPresent(state -> orchestratorStates.put(receiver, state.recovered()));
      finish = Optional.empty();
    }
  }

  /** What is wrong with the state that somebody is said to have begun with; empty when it was committed. */
  Optional<String> mismatch(Party receiver, int round, String stateHash) {
    return switch (receiver.kind()) {
      case AGENT ->
          mismatch(
              round,
              stateHash,
              kept.agent(receiver, round).map(Landmarks::of).map(Landmark.Recovered::stateHash));
      case ORCHESTRATOR ->
          mismatch(
              round,
              stateHash,
              kept.orchestrator(receiver, round)
                  .map(OrchestratorState::recovered)
                  .map(Landmarks::of)
                  .map(Landmark.Recovered::stateHash));
      case WORLD, MODEL_HOST, NODE -> Optional.of("keeps no state, yet one was recorded for it");
    };
  }

  private static Optional<String> mismatch(int round, String recorded, Optional<String> replayed) {
    if (replayed.isEmpty()) {
      return Optional.of("began with its state of round " + round + ", which the replayed one did not commit");
    }
    return replayed.get().equals(recorded)
        ? Optional.empty()
        : Optional.of(
            "began with state " + recorded + " of round " + round + ", but the replayed one committed "
                + replayed.get());
  }

  void give(Party receiver, AgentMessage message, LogRecord cause) {
    AgentCore core = agents.computeIfAbsent(receiver, agent -> cores.agent(AgentId.parse(agent.id())));
    Step step = core.step(agent(receiver), message);
    agentStates.put(receiver, step.state());
    for (Effect effect : step.effects()) {
      switch (effect) {
        case Effect.Commit commit -> kept.commit(receiver, commit.state());
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
        case Effect.BeginAgain _ -> {
          // Nobody is told; what follows is a life of its own.
        }
        case Effect.Fail fail -> failed(fail.agent(), fail.reason(), cause);
      }
    }
  }

  void give(Party receiver, WorldMessage message, LogRecord cause) {
    WorldCore core = worlds.computeIfAbsent(receiver, world -> cores.world(new WorldId(world.id())));
    WorldStep step = core.step(world(receiver), message);
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

  void give(Party receiver, OrchestratorMessage message, LogRecord cause) {
    OrchestratorStep step = orchestratorCore(receiver).step(orchestrator(receiver), message);
    orchestratorStates.put(receiver, step.state());
    for (OrchestratorEffect effect : step.effects()) {
      switch (effect) {
        case OrchestratorEffect.Assign assign ->
            ledger.send(receiver, Party.of(assign.to()), assign.message(), cause);
        case OrchestratorEffect.CloseRound _ -> kept.commit(receiver, step.state());
        case OrchestratorEffect.Finish ending -> finish = Optional.of(ending);
      }
    }
  }

  /** The boundary of the model host hands an answer on. */
  void give(Party receiver, HostReply reply, LogRecord cause) {
    ledger.handOn(
        receiver, new Party(Party.Kind.AGENT, receiver.id()), new AgentMessage.HostAnswered(reply), cause);
  }

  private OrchestratorCore orchestratorCore(Party receiver) {
    return orchestrators.computeIfAbsent(receiver, each -> cores.orchestrator(each.id()));
  }

  private void failed(AgentId agent, String reason, LogRecord cause) {
    ledger.send(
        Party.of(agent),
        Party.orchestrator(agent.organization()),
        new OrchestratorMessage.AgentFailed(agent, reason),
        cause);
  }
}
