package org.collegium.agents.doors;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.collegium.agents.core.AgentCore;
import org.collegium.agents.core.AgentMessage;
import org.collegium.agents.core.AgentSettings;
import org.collegium.agents.core.AgentState;
import org.collegium.agents.core.Effect;
import org.collegium.agents.core.RoundReport;
import org.collegium.agents.core.StateHash;
import org.collegium.agents.core.Step;
import org.collegium.agents.world.WorldCore;
import org.collegium.agents.world.WorldEffect;
import org.collegium.agents.world.WorldMessage;
import org.collegium.agents.world.WorldState;
import org.collegium.agents.world.WorldStep;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostRequest;

/** One agent, its world and a scripted host without any actor; what is under way can be delivered in any order. */
public final class DoorRun {
  private final AgentCore core;
  private final WorldCore world;
  private final ScriptedHost host;
  private final SplittableRandom disorder;
  private final double troubleShare;
  private final Map<String, HostReply> answered = new HashMap<>();
  private final List<AgentMessage> underWay = new ArrayList<>();
  private final List<Effect> effects = new ArrayList<>();
  private AgentState state = AgentState.INITIAL;
  private WorldState worldState = WorldState.EMPTY;

  private DoorRun(AgentSettings settings, StateHash hash, double malformedShare, long seed, double troubleShare) {
    this.core = new AgentCore(settings, new DoorDialect(), new DoorWords(), hash);
    this.world = new WorldCore(settings.world(), new DoorWorld(), 128);
    this.host = new ScriptedHost(malformedShare);
    this.disorder = new SplittableRandom(seed);
    this.troubleShare = troubleShare;
  }

  /** A run in which everything arrives in the order in which it was asked. */
  public static DoorRun ordered(AgentSettings settings, StateHash hash, double malformedShare) {
    return new DoorRun(settings, hash, malformedShare, 0, -1);
  }

  /** A run in which messages overtake each other, come twice, and the host refuses in the given share of cases. */
  public static DoorRun shuffled(
      AgentSettings settings, StateHash hash, double malformedShare, long seed, double troubleShare) {
    return new DoorRun(settings, hash, malformedShare, seed, troubleShare);
  }

  /** Puts a message under way. */
  public DoorRun send(AgentMessage message) {
    underWay.add(message);
    return this;
  }

  /** Delivers until nothing is under way. */
  public DoorRun settle() {
    boolean more = true;
    while (more) {
      more = deliverOne();
    }
    return this;
  }

  /** Delivers one message; false when none is under way. */
  public boolean deliverOne() {
    if (underWay.isEmpty()) {
      return false;
    }
    AgentMessage next = underWay.remove(troubleShare < 0 ? 0 : disorder.nextInt(underWay.size()));
    if (troubled() && underWay.size() < 64) {
      underWay.add(next);
    }
    Step step = core.step(state, next);
    state = step.state();
    step.effects().forEach(this::carryOut);
    return true;
  }

  /** The agent begins again where it last committed; all that was under way is lost, host and world go on. */
  public DoorRun crash() {
    List<Effect.Commit> commits = effects(Effect.Commit.class);
    state = commits.isEmpty() ? AgentState.INITIAL : commits.getLast().state();
    underWay.clear();
    answered.clear();
    return this;
  }

  private boolean troubled() {
    return troubleShare > 0 && disorder.nextDouble() < troubleShare;
  }

  private void carryOut(Effect effect) {
    effects.add(effect);
    switch (effect) {
      case Effect.AskHost ask -> underWay.add(new AgentMessage.HostAnswered(answer(ask.request())));
      case Effect.RetryLater later -> underWay.add(new AgentMessage.RetryDue(later.requestId()));
      case Effect.TellWorld tell -> tell(tell.message());
      case Effect.Commit _, Effect.TellNeighbour _, Effect.Report _, Effect.BeginAgain _, Effect.Fail _ -> {}
    }
  }

  private HostReply answer(HostRequest request) {
    return troubled()
        ? new HostReply.Refused(
            request.requestId(),
            disorder.nextBoolean() ? HostReply.Refused.Reason.QUEUE_FULL : HostReply.Refused.Reason.STORE_AWAY,
            "not now")
        : answered.computeIfAbsent(request.requestId(), _ -> host.answer(request));
  }

  private void tell(WorldMessage message) {
    WorldStep step = world.step(worldState, message);
    worldState = step.state();
    for (WorldEffect effect : step.effects()) {
      switch (effect) {
        case WorldEffect.Answer seen ->
            underWay.add(
                new AgentMessage.Observed(
                    seen.episode(), seen.step(), seen.observation(), seen.reward(), seen.over()));
        case WorldEffect.Lost lost -> underWay.add(new AgentMessage.EpisodeLost(lost.episode(), lost.step()));
        case WorldEffect.Fail fail -> throw new IllegalStateException(fail.reason());
      }
    }
  }

  /** The agent's state. */
  public AgentState state() {
    return state;
  }

  /** The world's state. */
  public WorldState worldState() {
    return worldState;
  }

  /** Episodes that the world knows and that are not over. */
  public long episodesGoingOn() {
    return worldState.episodes().values().stream()
        .flatMap(known -> known.values().stream())
        .filter(episode -> !episode.answered().over())
        .count();
  }

  /** The world begins again and knows nothing. */
  public DoorRun forgetWorld() {
    worldState = WorldState.EMPTY;
    return this;
  }

  /** Everything the agent wanted done, in order. */
  public List<Effect> effects() {
    return List.copyOf(effects);
  }

  /** What the agent asked of the host, in order. */
  public <T extends HostRequest> List<T> asked(Class<T> kind) {
    return effects.stream()
        .filter(Effect.AskHost.class::isInstance)
        .map(effect -> ((Effect.AskHost) effect).request())
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }

  /** Effects of one kind, in order. */
  public <T extends Effect> List<T> effects(Class<T> kind) {
    return effects.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** The last report. */
  public RoundReport report() {
    return effects(Effect.Report.class).getLast().report();
  }
}
