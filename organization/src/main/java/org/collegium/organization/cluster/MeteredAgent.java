package org.collegium.organization.cluster;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.BehaviorInterceptor;
import org.apache.pekko.actor.typed.TypedActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.collegium.agents.actor.AgentDirectory;
import org.collegium.agents.core.AgentMessage;
import org.collegium.agents.core.Effect;
import org.collegium.agents.core.RoundReport;
import org.collegium.agents.identity.AgentId;
import org.collegium.agents.identity.WorldId;
import org.collegium.agents.world.WorldMessage;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostRequest;
import org.collegium.organization.telemetry.OrganizationMeter;

/** Tells a meter what goes into an agent and what comes out of it. */
final class MeteredAgent extends BehaviorInterceptor<AgentMessage, AgentMessage> {
  private final AgentId agent;
  private final OrganizationMeter meter;

  private MeteredAgent(AgentId agent, OrganizationMeter meter) {
    super(AgentMessage.class);
    this.agent = agent;
    this.meter = meter;
  }

  /** The agent, of whose assignments and answers the meter hears. */
  static Behavior<AgentMessage> around(AgentId agent, OrganizationMeter meter, Behavior<AgentMessage> behavior) {
    return Behaviors.intercept(() -> new MeteredAgent(agent, meter), behavior);
  }

  /** The directory, of whose requests and reports the meter hears. */
  static AgentDirectory directory(AgentDirectory directory, OrganizationMeter meter) {
    return new MeteredDirectory(directory, meter);
  }

  @Override
  public Behavior<AgentMessage> aroundReceive(
      TypedActorContext<AgentMessage> context, AgentMessage message, ReceiveTarget<AgentMessage> target) {
    switch (message) {
      case AgentMessage.Assigned assigned -> meter.began(agent, assigned.round());
      case AgentMessage.HostAnswered answered -> meter.answered(answered.reply());
      case AgentMessage.Told _, AgentMessage.Observed _, AgentMessage.EpisodeLost _, AgentMessage.RetryDue _ -> {
        // Nothing that is measured.
      }
    }
    return target.apply(context, message);
  }

  private record MeteredDirectory(AgentDirectory directory, OrganizationMeter meter) implements AgentDirectory {
    @Override
    public void ask(HostRequest request, ActorRef<HostReply> replyTo) {
      meter.asked(request);
      directory.ask(request, replyTo);
    }

    @Override
    public void tell(WorldId world, WorldMessage message) {
      directory.tell(world, message);
    }

    @Override
    public void tell(AgentId to, AgentMessage message) {
      directory.tell(to, message);
    }

    @Override
    public void report(RoundReport report) {
      meter.reported(report);
      directory.report(report);
    }

    @Override
    public void failed(Effect.Fail failure) {
      directory.failed(failure);
    }
  }
}
