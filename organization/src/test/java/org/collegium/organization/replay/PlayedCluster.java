package org.collegium.organization.replay;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.collegium.agents.core.AgentMessage;
import org.collegium.agents.core.AgentState;
import org.collegium.agents.core.Effect;
import org.collegium.agents.core.Step;
import org.collegium.agents.identity.AgentId;
import org.collegium.agents.identity.WorldId;
import org.collegium.agents.world.WorldEffect;
import org.collegium.agents.world.WorldMessage;
import org.collegium.agents.world.WorldStep;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostRequest;
import org.collegium.organization.merging.NodeLog;
import org.collegium.organization.messagelog.Party;
import org.collegium.organization.messagelog.RewrittenLog;
import org.collegium.organization.rounds.OrchestratorEffect;
import org.collegium.organization.rounds.OrchestratorMessage;
import org.collegium.organization.rounds.OrchestratorState;
import org.collegium.organization.rounds.OrchestratorStep;
import org.collegium.organization.rounds.RunCores;
import org.collegium.organization.run.RunOutcome;
import org.collegium.organization.run.RunPlan;
import org.collegium.organization.wire.Landmarks;
import org.collegium.organization.wire.RecordEncoder;

/**
 * A cluster without actors: two nodes of each role. Messages between nodes are lost and doubled, nodes are killed with
 * what they had not flushed, or cut off, so that their actors live on beside their next lives.
 */
final class PlayedCluster {
  private static final int STEPS_MAX = 400_000;

  private final RunPlan plan;
  private final RunCores cores;
  private final RecordEncoder encoder;
  private final SplittableRandom random;
  private final double trouble;
  private final Map<String, PlayedNode> nodes = new TreeMap<>();
  private final Map<Party, PlayedLife> actors = new HashMap<>();
  private final Map<Party, Kept> database = new HashMap<>();
  private final List<Posted> underWay = new ArrayList<>();
  private final TreeMap<String, OrchestratorEffect.Finish> finished = new TreeMap<>();
  private int kills;
  private int cuts;

  private record Kept(int revision, Object state) {}

  /** A message on its way, to whoever plays the receiver or to one life of it. */
  record Posted(Optional<PlayedLife> from, Party receiver, Optional<PlayedLife> to, Object message) {}

  /**
   * @param trouble chance of a kill or a cut at each message
   */
  PlayedCluster(RunPlan plan, long seed, double trouble) {
    this.plan = plan;
    this.cores = new RunCores(plan);
    this.encoder = new RecordEncoder(plan);
    this.random = new SplittableRandom(seed);
    this.trouble = trouble;
    for (String name : List.of("agents-1", "agents-2", "host-1", "host-2", "organization-1", "organization-2")) {
      nodes.put(name, new PlayedNode(encoder));
    }
  }

  String troubles() {
    return kills + " kills, " + cuts + " cuts";
  }

  /** Plays to the end. */
  RunOutcome play() {
    if (!play(STEPS_MAX)) {
      throw new IllegalStateException("no end after " + STEPS_MAX + " messages");
    }
    return PlayedRun.outcome(finished);
  }

  /** Delivers so many messages; true when the run came to its end. */
  boolean play(int messages) {
    for (int step = 0; step < messages && finished.size() < plan.organizations().size(); step++) {
      if (underWay.isEmpty()) {
        nudge();
      }
      deliverOne();
      if (random.nextDouble() < trouble) {
        strike(List.copyOf(nodes.values()).get(random.nextInt(nodes.size())));
      }
    }
    return finished.size() == plan.organizations().size();
  }

  /** Writes each node's log. */
  List<NodeLog> write(Path folder) throws IOException {
    List<NodeLog> logs = new ArrayList<>();
    for (Map.Entry<String, PlayedNode> each : nodes.entrySet()) {
      Path messages = RewrittenLog.write(folder.resolve(each.getKey()), each.getValue().log());
      logs.add(new NodeLog(each.getKey(), messages));
    }
    return logs;
  }

  /** Whoever waits for an answer that was lost begins a new life, and the orchestrators assign again. */
  private void nudge() {
    for (PlayedLife actor : List.copyOf(actors.values())) {
      if (actor.party.kind() == Party.Kind.AGENT && actor.agent.work().isPresent()) {
        end(actor);
      }
    }
    plan.organizations().forEach(organization ->
        underWay.add(
            new Posted(
                Optional.empty(),
                Party.orchestrator(organization.id()),
                Optional.empty(),
                new OrchestratorMessage.Begin())));
  }

  /** A node is killed; or cut off: then its actors live on, unaddressed, and others take their place. */
  private void strike(PlayedNode node) {
    List<PlayedLife> there = actors.values().stream().filter(actor -> actor.node == node).toList();
    if (random.nextInt(3) == 0) {
      cuts++;
      underWay.replaceAll(posted -> {
        Optional<PlayedLife> cut = there.stream().filter(actor -> actor.party.equals(posted.receiver())).findFirst();
        return new Posted(posted.from(), posted.receiver(), posted.to().or(() -> cut), posted.message());
      });
      actors.values().removeAll(there);
    } else {
      kills++;
      node.kill(random);
      there.forEach(this::end);
      underWay.removeIf(posted -> posted.to().filter(PlayedLife::isGone).isPresent());
    }
  }

  private void end(PlayedLife actor) {
    actor.hasStopped = true;
    actors.remove(actor.party, actor);
  }

  private void post(PlayedLife from, Party receiver, Object message) {
    int copies = random.nextInt(300) == 0 ? 0 : random.nextInt(100) == 0 ? 2 : 1;
    for (int copy = 0; copy < copies; copy++) {
      underWay.add(new Posted(Optional.of(from), receiver, Optional.empty(), message));
    }
  }

  private void deliverOne() {
    Posted chosen = underWay.get(random.nextInt(underWay.size()));
    Posted first = underWay.stream()
        .filter(each -> each.receiver().equals(chosen.receiver()) && each.to().equals(chosen.to()))
        .findFirst()
        .orElseThrow();
    underWay.remove(first);
    PlayedLife actor = first.to().orElseGet(() -> actors.computeIfAbsent(first.receiver(), this::born));
    if (actor.isGone()) {
      return;
    }
    actor.record(first.message(), random.nextInt(10) == 0);
    if (!actor.isRecovering) {
      handle(actor, first);
      return;
    }
    actor.held.add(first);
    if (random.nextInt(3) == 0 || underWay.isEmpty()) {
      recover(actor);
      actor.held.stream().takeWhile(_ -> !actor.isGone()).forEach(each -> handle(actor, each));
    }
  }

  private PlayedLife born(Party party) {
    String role =
        switch (party.kind()) {
          case AGENT, WORLD -> "agents-";
          case MODEL_HOST -> "host-";
          case ORCHESTRATOR, NODE -> "organization-";
        };
    PlayedNode node = Optional.ofNullable(nodes.get(role + (1 + random.nextInt(2)))).orElseThrow();
    return new PlayedLife(party, node);
  }

  private void recover(PlayedLife actor) {
    actor.isRecovering = false;
    Optional<Kept> kept = Optional.ofNullable(database.get(actor.party));
    actor.revision = kept.map(Kept::revision).orElse(0);
    if (actor.party.kind() == Party.Kind.AGENT) {
      actor.agent = kept.map(state -> (AgentState) state.state()).orElse(AgentState.INITIAL);
      actor.record(Landmarks.of(actor.agent), random.nextInt(10) == 0);
    } else {
      actor.orchestrator =
          kept.map(state -> (OrchestratorState) state.state()).orElse(OrchestratorState.INITIAL).recovered();
      actor.record(Landmarks.of(actor.orchestrator), random.nextInt(10) == 0);
    }
  }

  /** False when the process died between the log and the database, or another life has committed meanwhile. */
  private boolean commit(PlayedLife actor, Object state) {
    actor.node.flush();
    Kept before = database.getOrDefault(actor.party, new Kept(0, ""));
    if ((trouble > 0 && random.nextInt(40) == 0) || before.revision() != actor.revision) {
      end(actor);
      return false;
    }
    actor.revision++;
    database.put(actor.party, new Kept(actor.revision, state));
    return true;
  }

  private void handle(PlayedLife actor, Posted posted) {
    switch (posted.message()) {
      case AgentMessage toAgent -> agent(actor, toAgent);
      case WorldMessage toWorld -> world(actor, toWorld);
      case OrchestratorMessage toOrchestrator -> orchestrator(actor, toOrchestrator);
      case HostRequest request -> host(actor, posted.from().orElseThrow(), request);
      default -> throw new IllegalArgumentException("nobody is told " + posted.message());
    }
  }

  private void host(PlayedLife door, PlayedLife asker, HostRequest request) {
    HostReply reply = door.answer(asker, request, random.nextInt(12) == 0, random.nextInt(100) + " wait");
    door.record(reply, random.nextInt(10) == 0);
    if (random.nextInt(300) > 0) {
      underWay.add(
          new Posted(Optional.of(door), asker.party, Optional.of(asker), new AgentMessage.HostAnswered(reply)));
    }
  }

  private void agent(PlayedLife actor, AgentMessage message) {
    AgentId id = AgentId.parse(actor.party.id());
    Step step = cores.agent(id).step(actor.agent, message);
    actor.agent = step.state();
    for (Effect effect : step.effects()) {
      switch (effect) {
        case Effect.Commit commit -> {
          if (!commit(actor, commit.state())) {
            return;
          }
        }
        case Effect.AskHost ask -> post(actor, Party.of(ask.request().pair()), ask.request());
        case Effect.RetryLater later ->
            underWay.add(
                new Posted(
                    Optional.of(actor), actor.party, Optional.of(actor), new AgentMessage.RetryDue(later.requestId())));
        case Effect.TellWorld tell -> post(actor, Party.of(tell.world()), tell.message());
        case Effect.TellNeighbour tell -> post(actor, Party.of(tell.to()), tell.message());
        case Effect.Report report ->
            post(actor, Party.orchestrator(id.organization()), new OrchestratorMessage.Reported(report.report()));
        case Effect.BeginAgain _ -> end(actor);
        case Effect.Fail fail -> throw new IllegalStateException(fail.reason());
      }
    }
  }

  private void world(PlayedLife actor, WorldMessage message) {
    WorldStep step = cores.world(new WorldId(actor.party.id())).step(actor.world, message);
    actor.world = step.state();
    for (WorldEffect effect : step.effects()) {
      switch (effect) {
        case WorldEffect.Answer answer -> post(actor, Party.of(answer.to()), Cores.observed(answer));
        case WorldEffect.Lost lost ->
            post(actor, Party.of(lost.to()), new AgentMessage.EpisodeLost(lost.episode(), lost.step()));
        case WorldEffect.Fail fail -> throw new IllegalStateException(fail.reason());
      }
    }
  }

  private void orchestrator(PlayedLife actor, OrchestratorMessage message) {
    String organization = actor.party.id();
    OrchestratorStep step = cores.orchestrator(organization).step(actor.orchestrator, message);
    actor.orchestrator = step.state();
    for (OrchestratorEffect effect : step.effects()) {
      switch (effect) {
        case OrchestratorEffect.CloseRound _ -> {
          if (!commit(actor, step.state())) {
            return;
          }
        }
        case OrchestratorEffect.Assign assign -> post(actor, Party.of(assign.to()), assign.message());
        case OrchestratorEffect.Finish finish -> {
          if (finish.ending() == RunOutcome.Ending.FAILED) {
            throw new IllegalStateException(finish.detail());
          }
          finished.put(organization, finish);
        }
      }
    }
  }
}
