package org.collegium.organization.cluster;

import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.typed.ClusterSingleton;
import org.apache.pekko.cluster.typed.SingletonActor;
import org.collegium.agents.actor.AgentDirectory;
import org.collegium.agents.identity.AgentId;
import org.collegium.agents.identity.WorldId;
import org.collegium.modelhost.actor.ModelHostActor;
import org.collegium.organization.durable.ForcedStates;
import org.collegium.organization.log.FailureInterceptor;
import org.collegium.organization.log.FailureListener;
import org.collegium.organization.messagelog.LogFailedException;
import org.collegium.organization.messagelog.MessageLog;
import org.collegium.organization.messagelog.Party;
import org.collegium.organization.orchestrator.OrganizationSettings;
import org.collegium.organization.rounds.InitialStates;
import org.collegium.organization.rounds.OrchestratorEffect;
import org.collegium.organization.rounds.RunCores;
import org.collegium.organization.run.RoundResult;
import org.collegium.organization.run.RunPlan;
import org.collegium.organization.telemetry.OrganizationMeter;

/** What a node is made of, and how its actors are put together around the cores. */
final class NodeParts {
  private final RunActors actors;
  private final Behavior<ModelHostActor.Command> host;
  private final Duration silenceMax;

  NodeParts(
      RunPlan plan,
      Behavior<ModelHostActor.Command> host,
      MessageLog log,
      NodeSettings settings,
      InitialStates initial,
      ForcedStates states,
      OrganizationMeter meter) {
    this.actors = new RunActors(plan, new RunCores(plan), log, initial, states, settings.delivery(), "", meter);
    this.host = host;
    this.silenceMax = settings.silenceMax();
  }

  List<String> organizations() {
    return actors.plan().organizations().stream().map(OrganizationSettings::id).toList();
  }

  MessageLog log() {
    return actors.log();
  }

  Duration silenceMax() {
    return silenceMax;
  }

  /**
   * Spawns the host and its door, and hands agents, worlds and orchestrators to the cluster.
   *
   * @return whom the node speaks to
   */
  ActorRef<OrchestratorsActor.Command> start(ActorContext<NodeActor.Command> context) {
    ActorRef<NodeActor.Command> node = context.getSelf();
    FailureListener failures = (actor, cause) -> node.tell(failure(actor, cause));
    ActorRef<ModelHostActor.Command> served =
        context.spawn(
            FailureInterceptor.around(ModelHostActor.Command.class, HostBoundaryActor.PARTY, failures, host),
            "model-host",
            ModelHostActor.props());
    ActorRef<HostBoundaryActor.Command> boundary =
        context.spawn(
            FailureInterceptor.around(
                HostBoundaryActor.Command.class,
                HostBoundaryActor.PARTY,
                failures,
                HostBoundaryActor.create(served, actors.log(), failures)),
            "model-host-boundary");
    ClusterSharding sharding = ClusterSharding.get(context.getSystem());
    AgentAddresses agents =
        (agent, message) -> sharding.entityRefFor(ShardedDirectory.AGENTS, agent.value()).tell(message);
    ActorRef<OrchestratorsActor.Command> orchestrators =
        ClusterSingleton.get(context.getSystem())
            .init(
                SingletonActor.of(
                    OrchestratorsActor.create(id -> actors.orchestrator(id, agents, events(node), failures)),
                    "orchestrators"));
    AgentDirectory directory =
        new ShardedDirectory(
            sharding,
            ShardedDirectory.AGENTS,
            ShardedDirectory.WORLDS,
            (organization, message) -> orchestrators.tell(new OrchestratorsActor.Addressed(organization, message)),
            HostBoundaryActor.door(context, boundary)::tell);
    sharding.init(
        Entity.of(
            ShardedDirectory.AGENTS,
            entity -> actors.agent(AgentId.parse(entity.getEntityId()), directory, failures)));
    sharding.init(
        Entity.of(
            ShardedDirectory.WORLDS,
            entity -> actors.world(new WorldId(entity.getEntityId()), directory, failures)));
    return orchestrators;
  }

  private static OrganizationEvents events(ActorRef<NodeActor.Command> node) {
    return new OrganizationEvents() {
      @Override
      public void roundClosed(RoundResult result) {
        node.tell(new NodeActor.RoundClosed(result));
      }

      @Override
      public void finished(String organization, OrchestratorEffect.Finish finish) {
        node.tell(new NodeActor.Finished(organization, finish));
      }
    };
  }

  private NodeActor.Command failure(Party actor, RuntimeException cause) {
    String reason = actor + ": " + cause;
    if (cause instanceof LogFailedException) {
      return new NodeActor.Lost(String.valueOf(cause.getMessage()));
    }
    return switch (actor.kind()) {
      case AGENT, WORLD -> new NodeActor.Broken(actors.organizationOf(actor).orElse(""), reason);
      case MODEL_HOST -> new NodeActor.HostLost(reason);
      case ORCHESTRATOR, NODE -> new NodeActor.Lost(reason);
    };
  }
}
