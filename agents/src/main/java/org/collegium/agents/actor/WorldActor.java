package org.collegium.agents.actor;

import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.collegium.agents.core.AgentMessage;
import org.collegium.agents.core.Effect;
import org.collegium.agents.world.WorldCore;
import org.collegium.agents.world.WorldEffect;
import org.collegium.agents.world.WorldMessage;
import org.collegium.agents.world.WorldState;
import org.collegium.agents.world.WorldStep;

/** The shell of one world; every decision is made by {@link WorldCore}. */
public final class WorldActor extends AbstractBehavior<WorldMessage> {
  private final WorldCore core;
  private final AgentDirectory directory;
  private WorldState state = WorldState.EMPTY;

  private WorldActor(ActorContext<WorldMessage> context, WorldCore core, AgentDirectory directory) {
    super(context);
    this.core = core;
    this.directory = directory;
  }

  /** The behaviour; it answers agents through the directory. */
  public static Behavior<WorldMessage> create(WorldCore core, AgentDirectory directory) {
    return Behaviors.setup(context -> new WorldActor(context, core, directory));
  }

  /** What an agent receives for what a world wants to tell it. */
  public static AgentMessage.Observed observed(WorldEffect.Answer answer) {
    return new AgentMessage.Observed(
        answer.episode(), answer.step(), answer.observation(), answer.reward(), answer.over());
  }

  @Override
  public Receive<WorldMessage> createReceive() {
    return newReceiveBuilder().onMessage(WorldMessage.class, this::take).build();
  }

  private Behavior<WorldMessage> take(WorldMessage message) {
    WorldStep step = core.step(state, message);
    state = step.state();
    step.effects().forEach(this::carryOut);
    return this;
  }

  private void carryOut(WorldEffect effect) {
    switch (effect) {
      case WorldEffect.Answer answer -> directory.tell(answer.to(), observed(answer));
      case WorldEffect.Lost lost ->
          directory.tell(lost.to(), new AgentMessage.EpisodeLost(lost.episode(), lost.step()));
      case WorldEffect.Fail failure -> directory.failed(new Effect.Fail(failure.agent(), failure.reason()));
    }
  }
}
