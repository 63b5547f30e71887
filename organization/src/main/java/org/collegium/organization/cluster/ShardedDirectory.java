package org.collegium.organization.cluster;

import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.collegium.agents.actor.AgentDirectory;
import org.collegium.agents.core.AgentMessage;
import org.collegium.agents.core.Effect;
import org.collegium.agents.core.RoundReport;
import org.collegium.agents.identity.AgentId;
import org.collegium.agents.identity.WorldId;
import org.collegium.agents.world.WorldMessage;
import org.collegium.modelhost.actor.ModelHostActor;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostRequest;
import org.collegium.organization.rounds.OrchestratorMessage;

/**
 * Everybody by id: agents and worlds through their shard regions, orchestrators through their singleton, the model host
 * through its door or a router.
 */
record ShardedDirectory(
    ClusterSharding sharding,
    EntityTypeKey<AgentMessage> agents,
    EntityTypeKey<WorldMessage> worlds,
    OrchestratorAddresses orchestrators,
    Consumer<ModelHostActor.Submit> host)
    implements AgentDirectory {
  /** Entities of agents; the entity's id is the agent's. */
  static final EntityTypeKey<AgentMessage> AGENTS = EntityTypeKey.create(AgentMessage.class, "agent");

  /** Entities of worlds; the entity's id is the world's. */
  static final EntityTypeKey<WorldMessage> WORLDS = EntityTypeKey.create(WorldMessage.class, "world");

  /** Reaches orchestrators by their organizations, wherever they live. */
  @FunctionalInterface
  interface OrchestratorAddresses {
    void tell(String organization, OrchestratorMessage message);
  }

  @Override
  public void ask(HostRequest request, ActorRef<HostReply> replyTo) {
    host.accept(new ModelHostActor.Submit(request, replyTo));
  }

  @Override
  public void tell(WorldId world, WorldMessage message) {
    sharding.entityRefFor(worlds, world.value()).tell(message);
  }

  @Override
  public void tell(AgentId agent, AgentMessage message) {
    sharding.entityRefFor(agents, agent.value()).tell(message);
  }

  @Override
  public void report(RoundReport report) {
    orchestrators.tell(report.agent().organization(), new OrchestratorMessage.Reported(report));
  }

  @Override
  public void failed(Effect.Fail failure) {
    orchestrators.tell(
        failure.agent().organization(), new OrchestratorMessage.AgentFailed(failure.agent(), failure.reason()));
  }
}
