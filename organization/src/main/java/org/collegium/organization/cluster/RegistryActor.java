package org.collegium.organization.cluster;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.collegium.agents.actor.DurableRecord;
import org.collegium.agents.actor.DurableShell;
import org.collegium.organization.registry.RunsCore;
import org.collegium.organization.registry.RunsEffect;
import org.collegium.organization.registry.RunsMessage;
import org.collegium.organization.registry.RunsState;
import org.collegium.organization.registry.RunsStep;

/** The shell of the registry of runs: keeps its state, and has its effects carried out by who owns it. */
final class RegistryActor extends DurableShell<RunsMessage, RunsState, RunsEffect> {
  private final RunsCore core;
  private final ActorRef<RegistryCommand> owner;

  private RegistryActor(
      ActorContext<Object> context, PersistenceId id, RunsCore core, ActorRef<RegistryCommand> owner) {
    super(context, id, RunsMessage.class, RunsState.INITIAL, DurableRecord.none());
    this.core = core;
    this.owner = owner;
  }

  /**
   * The behaviour.
   *
   * @param id names the registry in the database; one for each cluster
   */
  static Behavior<RunsMessage> create(PersistenceId id, RunsCore core, ActorRef<RegistryCommand> owner) {
    Behavior<Object> shell = Behaviors.setup(context -> new RegistryActor(context, id, core, owner));
    return shell.narrow();
  }

  @Override
  protected Turn<RunsState, RunsEffect> step(RunsState state, RunsMessage message) {
    RunsStep step = core.step(state, message);
    return new Turn<>(step.state(), step.effects());
  }

  @Override
  protected boolean commits(RunsEffect effect) {
    return effect instanceof RunsEffect.Keep;
  }

  @Override
  protected RunsState recovered(RunsState kept) {
    return kept.recovered();
  }

  @Override
  protected void carryOut(RunsEffect effect) {
    owner.tell(new RegistryCommand.Do(effect));
  }
}
