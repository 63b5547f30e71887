package org.collegium.organization.replay;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.collegium.agents.core.AgentMessage;
import org.collegium.agents.core.AgentState;
import org.collegium.agents.core.Effect;
import org.collegium.agents.core.Step;
import org.collegium.agents.identity.AgentId;
import org.collegium.agents.identity.Seeds;
import org.collegium.agents.identity.WorldId;
import org.collegium.agents.world.WorldEffect;
import org.collegium.agents.world.WorldMessage;
import org.collegium.agents.world.WorldState;
import org.collegium.agents.world.WorldStep;
import org.collegium.modelhost.protocol.AdapterKind;
import org.collegium.modelhost.protocol.AdapterStamp;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostRequest;
import org.collegium.modelhost.protocol.LearnFigures;
import org.collegium.modelhost.protocol.Reals;
import org.collegium.modelhost.protocol.StopReason;
import org.collegium.organization.lamps.LampWords;
import org.collegium.organization.messagelog.Landmark;
import org.collegium.organization.messagelog.LogRecord;
import org.collegium.organization.messagelog.Party;
import org.collegium.organization.messagelog.Received;
import org.collegium.organization.rounds.InitialStates;
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
 * A run without actors whose process can be killed at any message, and the log that its shells would have written. The
 * host answers by rules that follow from the request alone.
 */
final class PlayedRun {
  private final RunPlan plan;
  private final RunCores cores;
  private final InitialStates initial;
  private final RecordEncoder encoder;
  private final SplittableRandom random;
  private final List<LogRecord> log = new ArrayList<>();
  private final Map<Party, Integer> incarnations = new HashMap<>();
  private final Map<Party, Long> sequences = new HashMap<>();
  private final Map<AgentId, AgentState> persistedAgents = new HashMap<>();
  private final Map<String, OrchestratorState> persistedOrchestrators = new HashMap<>();
  private final TreeMap<String, OrchestratorEffect.Finish> finished = new TreeMap<>();
  private final LampWords words = new LampWords();
  private Life process = new Life();
  private int processes;

  /** What a process forgets when it is killed. */
  private static final class Life {
    private final List<Posted> underWay = new ArrayList<>();
    private final Set<Party> started = new HashSet<>();
    private final Map<Party, List<Object>> recovering = new HashMap<>();
    private final Map<Party, AgentState> agents = new HashMap<>();
    private final Map<Party, WorldState> worlds = new HashMap<>();
    private final Map<Party, OrchestratorState> orchestrators = new HashMap<>();
    private boolean diesAtCommit;
    private boolean isDead;
  }

  private record Posted(Party receiver, Object message) {}

  PlayedRun(RunPlan plan, InitialStates initial, long seed) {
    this.plan = plan;
    this.cores = new RunCores(plan);
    this.initial = initial;
    this.encoder = new RecordEncoder(plan);
    this.random = new SplittableRandom(seed);
  }

  List<LogRecord> log() {
    return List.copyOf(log);
  }

  /** A process begins, or one goes on after another was killed. */
  PlayedRun begin() {
    process = new Life();
    processes++;
    finished.clear();
    record(Party.NODE, true, new Landmark.Began(processes));
    for (var organization : plan.organizations()) {
      post(Party.orchestrator(organization.id()), new OrchestratorMessage.Begin());
    }
    return this;
  }

  /** Delivers so many messages, as far as there are any. */
  PlayedRun deliver(long count) {
    for (long at = 0; at < count && !process.isDead && !process.underWay.isEmpty(); at++) {
      deliverOne();
    }
    return this;
  }

  /** The process dies at the next commit, between the log's flush and the database's. */
  PlayedRun dieAtCommit() {
    process.diesAtCommit = true;
    return deliver(Long.MAX_VALUE);
  }

  Optional<RunOutcome> outcome() {
    if (finished.size() < plan.organizations().size()) {
      return Optional.empty();
    }
    return Optional.of(outcome(finished));
  }

  /** What a run tells of itself whose organizations ended so. */
  static RunOutcome outcome(SortedMap<String, OrchestratorEffect.Finish> finished) {
    TreeMap<String, String> hashes = new TreeMap<>();
    TreeMap<String, Integer> rounds = new TreeMap<>();
    finished.forEach((organization, finish) -> {
      hashes.put(organization, finish.stateHash());
      rounds.put(organization, finish.rounds());
    });
    return new RunOutcome(RunOutcome.Ending.COMPLETED, "", hashes, RunOutcome.finalHashOf(hashes), rounds);
  }

  private void post(Party receiver, Object message) {
    process.underWay.add(new Posted(receiver, message));
  }

  private void record(Party receiver, boolean isStart, Object message) {
    if (isStart) {
      incarnations.merge(receiver, 1, Integer::sum);
      sequences.put(receiver, 0L);
    }
    long sequence = sequences.merge(receiver, 1L, Long::sum);
    log.add(encoder.apply(new Received(receiver, incarnations.getOrDefault(receiver, 1), sequence, message)));
  }

  /** Keeps the order between each two, as actors do, and no other. */
  private void deliverOne() {
    Posted chosen = process.underWay.get(random.nextInt(process.underWay.size()));
    Posted first = process.underWay.stream()
        .filter(each -> each.receiver().equals(chosen.receiver()))
        .findFirst()
        .orElseThrow();
    process.underWay.remove(first);
    receive(first.receiver(), first.message());
  }

  private void receive(Party receiver, Object message) {
    boolean isStart = process.started.add(receiver);
    record(receiver, isStart, message);
    boolean recovers = receiver.kind() == Party.Kind.AGENT || receiver.kind() == Party.Kind.ORCHESTRATOR;
    if (isStart && recovers) {
      process.recovering.put(receiver, new ArrayList<>());
    }
    List<Object> held = process.recovering.get(receiver);
    if (held == null) {
      handle(receiver, message);
      return;
    }
    held.add(message);
    if (random.nextInt(3) == 0 || process.underWay.stream().noneMatch(each -> each.receiver().equals(receiver))) {
      record(receiver, false, recovered(receiver));
      process.recovering.remove(receiver);
      held.forEach(each -> handle(receiver, each));
    }
  }

  private Landmark.Recovered recovered(Party receiver) {
    if (receiver.kind() == Party.Kind.AGENT) {
      AgentId agent = AgentId.parse(receiver.id());
      AgentState state = Optional.ofNullable(persistedAgents.get(agent)).orElseGet(() -> initial.of(agent));
      process.agents.put(receiver, state);
      return Landmarks.of(state);
    }
    OrchestratorState state =
        Optional.ofNullable(persistedOrchestrators.get(receiver.id()))
            .orElseGet(() -> initial.of(receiver.id()))
            .recovered();
    process.orchestrators.put(receiver, state);
    return Landmarks.of(state);
  }

  private void handle(Party receiver, Object message) {
    if (process.isDead) {
      return;
    }
    switch (message) {
      case AgentMessage toAgent -> agent(receiver, toAgent);
      case WorldMessage toWorld -> world(receiver, toWorld);
      case OrchestratorMessage toOrchestrator -> orchestrator(receiver, toOrchestrator);
      case HostRequest request -> {
        HostReply reply = answer(request);
        record(receiver, false, reply);
        post(new Party(Party.Kind.AGENT, receiver.id()), new AgentMessage.HostAnswered(reply));
      }
      default -> throw new IllegalArgumentException("nobody is told " + message);
    }
  }

  private void agent(Party receiver, AgentMessage message) {
    AgentId id = AgentId.parse(receiver.id());
    Step step = cores.agent(id).step(process.agents.getOrDefault(receiver, AgentState.INITIAL), message);
    process.agents.put(receiver, step.state());
    for (Effect effect : step.effects()) {
      if (process.isDead) {
        return;
      }
      switch (effect) {
        case Effect.Commit commit -> {
          if (process.diesAtCommit) {
            process.isDead = true;
          } else {
            persistedAgents.put(id, commit.state());
          }
        }
        case Effect.AskHost ask -> post(Party.of(ask.request().pair()), ask.request());
        case Effect.RetryLater later -> post(receiver, new AgentMessage.RetryDue(later.requestId()));
        case Effect.TellWorld tell -> post(Party.of(tell.world()), tell.message());
        case Effect.TellNeighbour tell -> post(Party.of(tell.to()), tell.message());
        case Effect.Report report ->
            post(Party.orchestrator(id.organization()), new OrchestratorMessage.Reported(report.report()));
        case Effect.BeginAgain again -> throw new IllegalStateException(again.reason());
        case Effect.Fail fail -> throw new IllegalStateException(fail.reason());
      }
    }
  }

  private void world(Party receiver, WorldMessage message) {
    WorldStep step =
        cores.world(new WorldId(receiver.id()))
            .step(process.worlds.getOrDefault(receiver, WorldState.EMPTY), message);
    process.worlds.put(receiver, step.state());
    for (WorldEffect effect : step.effects()) {
      switch (effect) {
        case WorldEffect.Answer answer ->
            post(
                Party.of(answer.to()),
                new AgentMessage.Observed(
                    answer.episode(), answer.step(), answer.observation(), answer.reward(), answer.over()));
        case WorldEffect.Lost lost -> throw new IllegalStateException("lost: " + lost);
        case WorldEffect.Fail fail -> throw new IllegalStateException(fail.reason());
      }
    }
  }

  private void orchestrator(Party receiver, OrchestratorMessage message) {
    OrchestratorStep step =
        cores.orchestrator(receiver.id())
            .step(process.orchestrators.getOrDefault(receiver, OrchestratorState.INITIAL), message);
    process.orchestrators.put(receiver, step.state());
    for (OrchestratorEffect effect : step.effects()) {
      switch (effect) {
        case OrchestratorEffect.CloseRound _ -> persistedOrchestrators.put(receiver.id(), step.state());
        case OrchestratorEffect.Assign assign -> post(Party.of(assign.to()), assign.message());
        case OrchestratorEffect.Finish finish -> finished.put(receiver.id(), finish);
      }
    }
  }

  private HostReply answer(HostRequest request) {
    String id = request.requestId();
    AdapterStamp fresh = new AdapterStamp(0, "fresh");
    AdapterStamp learned = new AdapterStamp(1, Long.toHexString(Seeds.derive(0, id)));
    LearnFigures figures = new LearnFigures(2, 0.5, 0.75, 1, 40, 1, 0, 0.25, 1.5);
    return switch (request) {
      case HostRequest.Open _, HostRequest.Derive _ -> new HostReply.Opened(id, fresh, fresh);
      case HostRequest.Load load -> new HostReply.Opened(id, load.policy(), load.world());
      case HostRequest.Save save -> {
        AgentState kept = process.agents.getOrDefault(Party.of(AgentId.parse(save.pair().value())), AgentState.INITIAL);
        yield new HostReply.Saved(id, kept.policy(), kept.world());
      }
      case HostRequest.LearnPolicy _ -> new HostReply.Learned(id, AdapterKind.POLICY, figures, learned);
      case HostRequest.LearnWorld _ -> new HostReply.Learned(id, AdapterKind.WORLD, figures, learned);
      case HostRequest.Score score -> {
        Reals values = Reals.of(new float[score.tokens().length() - score.from()]);
        yield new HostReply.Scored(id, values, values, fresh, fresh);
      }
      case HostRequest.Generate generate -> {
        boolean imagines = words.decode(generate.prompt()).startsWith("if");
        int button = new SplittableRandom(generate.sampling().seed()).nextInt(4);
        var tokens = words.encode((imagines ? "needs " : "press ") + button + " .");
        yield new HostReply.Generated(
            id, tokens, Reals.of(new float[tokens.length()]), StopReason.STOP_TOKEN, fresh, fresh);
      }
    };
  }
}
