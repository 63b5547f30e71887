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
import org.collegium.organization.messagelog.LogRecord;
import org.collegium.organization.messagelog.Party;
import org.collegium.organization.rounds.OrchestratorCore;
import org.collegium.organization.rounds.OrchestratorEffect;
import org.collegium.organization.rounds.OrchestratorMessage;
import org.collegium.organization.rounds.OrchestratorState;
import org.collegium.organization.rounds.OrchestratorStep;
import org.collegium.organization.rounds.RunCores;

/** Cores of one organization, where each of them stands, and what they send. */
final class Cores {
  private final RunCores cores;
  private final Outbox outbox;
  private final Commits kept;
  private final ReportedOnce reports;
  private final Map<Party, AgentCore> agents = new LinkedHashMap<>();
  private final Map<Party, AgentState> agentStates = new LinkedHashMap<>();
  private final Map<Party, WorldCore> worlds = new LinkedHashMap<>();
  private final Map<Party, WorldState> worldStates = new LinkedHashMap<>();
  private final Map<Party, OrchestratorCore> orchestrators = new LinkedHashMap<>();
  private final Map<Party, OrchestratorState> orchestratorStates = new LinkedHashMap<>();
  private Optional<OrchestratorEffect.Finish> finish = Optional.empty();

  Cores(RunCores cores, Commits kept, Outbox outbox, ReportedOnce reports) {
    this.cores = cores;
    this.outbox = outbox;
    this.kept = kept;
    this.reports = reports;
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

  /** A world that begins again knows nothing. */
  void forgetWorld(Party world) {
    worldStates.remove(world);
  }

  void forgetWorlds() {
    worldStates.clear();
  }

  /** An agent begins a life. */
  void begin(Party agent, AgentState kept) {
    agentStates.put(agent, kept);
  }

  /** An orchestrator begins a life. */
  void begin(Party orchestrator, OrchestratorState kept) {
    orchestratorStates.put(orchestrator, kept.recovered());
    finish = Optional.empty();
  }

  void give(Party receiver, AgentMessage message, LogRecord cause) {
    Step step = agentCore(receiver).step(agent(receiver), message);
    agentStates.put(receiver, step.state());
    for (Effect effect : step.effects()) {
      switch (effect) {
        case Effect.Commit commit -> kept.commit(receiver, commit.state());
        case Effect.AskHost ask ->
            outbox.send(receiver, Party.of(ask.request().pair()), ask.request(), cause);
        case Effect.RetryLater later ->
            outbox.send(receiver, receiver, new AgentMessage.RetryDue(later.requestId()), cause);
        case Effect.TellWorld tell -> outbox.send(receiver, Party.of(tell.world()), tell.message(), cause);
        case Effect.TellNeighbour tell -> outbox.send(receiver, Party.of(tell.to()), tell.message(), cause);
        case Effect.Report report -> {
          reports.take(report.report());
          outbox.send(
              receiver,
              Party.orchestrator(report.report().agent().organization()),
              new OrchestratorMessage.Reported(report.report()),
              cause);
        }
        case Effect.BeginAgain _ -> {
          // Nobody is told; what follows is a life of its own.
        }
        case Effect.Fail fail -> failed(fail.agent(), fail.reason(), cause);
      }
    }
  }

  void give(Party receiver, WorldMessage message, LogRecord cause) {
    WorldStep step = worldCore(receiver).step(world(receiver), message);
    worldStates.put(receiver, step.state());
    for (WorldEffect effect : step.effects()) {
      switch (effect) {
        case WorldEffect.Answer answer ->
            outbox.send(receiver, Party.of(answer.to()), observed(answer), cause);
        case WorldEffect.Lost lost ->
            outbox.send(
                receiver, Party.of(lost.to()), new AgentMessage.EpisodeLost(lost.episode(), lost.step()), cause);
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
            outbox.send(receiver, Party.of(assign.to()), assign.message(), cause);
        case OrchestratorEffect.CloseRound _ -> kept.commit(receiver, step.state());
        case OrchestratorEffect.Finish ending -> finish = Optional.of(ending);
      }
    }
  }

  /** Whether a message is late, doubled or unknown, so that it is all the same whether it is given. */
  boolean isIdle(Party receiver, Object message) {
    return switch (message) {
      case AgentMessage toAgent -> {
        Step step = agentCore(receiver).step(agent(receiver), toAgent);
        yield step.effects().isEmpty() && step.state().equals(agent(receiver));
      }
      case WorldMessage toWorld -> {
        WorldStep step = worldCore(receiver).step(world(receiver), toWorld);
        yield step.effects().isEmpty() && step.state().equals(world(receiver));
      }
      case OrchestratorMessage toOrchestrator -> {
        OrchestratorStep step = orchestratorCore(receiver).step(orchestrator(receiver), toOrchestrator);
        yield step.effects().isEmpty() && step.state().equals(orchestrator(receiver));
      }
      default -> false;
    };
  }

  /** The boundary of the model host hands an answer on. */
  void give(Party receiver, HostReply reply, LogRecord cause) {
    outbox.handOn(
        receiver, new Party(Party.Kind.AGENT, receiver.id()), new AgentMessage.HostAnswered(reply), cause);
  }

  /** What an agent receives for what a world wants to tell it. */
  static AgentMessage.Observed observed(WorldEffect.Answer answer) {
    return new AgentMessage.Observed(
        answer.episode(), answer.step(), answer.observation(), answer.reward(), answer.over());
  }

  private AgentCore agentCore(Party receiver) {
    return agents.computeIfAbsent(receiver, agent -> cores.agent(AgentId.parse(agent.id())));
  }

  private WorldCore worldCore(Party receiver) {
    return worlds.computeIfAbsent(receiver, world -> cores.world(new WorldId(world.id())));
  }

  private OrchestratorCore orchestratorCore(Party receiver) {
    return orchestrators.computeIfAbsent(receiver, each -> cores.orchestrator(each.id()));
  }

  private void failed(AgentId agent, String reason, LogRecord cause) {
    outbox.send(
        Party.of(agent),
        Party.orchestrator(agent.organization()),
        new OrchestratorMessage.AgentFailed(agent, reason),
        cause);
  }
}
