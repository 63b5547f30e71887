package org.collegium.organization.cluster;

import static org.collegium.modelhost.wire.WireBounds.name;
import static org.collegium.modelhost.wire.WireBounds.present;

import com.typesafe.config.Config;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.collegium.agents.wire.AgentsWire;
import org.collegium.modelhost.actor.CodecRegistry;
import org.collegium.modelhost.actor.MessageCodecs;
import org.collegium.modelhost.wire.WireBounds;
import org.collegium.organization.cluster.OrchestratorsActor.Addressed;
import org.collegium.organization.proto.AddressedProto;
import org.collegium.organization.rounds.OrchestratorState;
import org.collegium.organization.wire.OrchestratorStateWire;
import org.collegium.organization.wire.OrganizationWire;

/** Wire forms of what goes to orchestrators between nodes, and of what they keep. */
public final class OrganizationCodecs implements MessageCodecs {
  private final OrganizationWire wire;
  private final OrchestratorStateWire states;

  /** Called by reflection; reads the node's budgets under {@code collegium.agents}. */
  public OrganizationCodecs(Config config) {
    AgentsWire agents =
        new AgentsWire(
            config.getInt("collegium.agents.summary-tokens-max"),
            config.getInt("collegium.agents.briefing-tokens-max"));
    this.wire = new OrganizationWire(agents);
    this.states = new OrchestratorStateWire(agents);
  }

  @Override
  public void register(CodecRegistry registry, ActorRefResolver references) {
    registry.add("oa", Addressed.class, this::write, this::read);
    registry.add("op", OrchestratorState.class, state -> states.encode(state).toByteArray(), states::stateOf);
  }

  private byte[] write(Addressed addressed) {
    return AddressedProto.newBuilder()
        .setOrganization(addressed.organization())
        .setMessage(wire.encode(addressed.message()))
        .build()
        .toByteArray();
  }

  private Addressed read(byte[] bytes) {
    AddressedProto addressed = WireBounds.parse("addressed", AddressedProto.parser(), bytes);
    return new Addressed(
        name("addressed.organization", addressed.getOrganization()),
        wire.decode(present("addressed.message", addressed.hasMessage(), addressed.getMessage())));
  }
}
