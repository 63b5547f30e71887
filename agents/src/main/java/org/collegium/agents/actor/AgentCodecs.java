package org.collegium.agents.actor;

import com.typesafe.config.Config;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.collegium.agents.core.AgentMessage;
import org.collegium.agents.core.AgentState;
import org.collegium.agents.core.RoundReport;
import org.collegium.agents.wire.AgentsWire;
import org.collegium.agents.world.WorldMessage;
import org.collegium.modelhost.actor.CodecRegistry;
import org.collegium.modelhost.actor.MessageCodecs;
import org.collegium.modelhost.wire.WireException;

/** Wire forms of what goes to agents and worlds, and of what agents keep. */
public final class AgentCodecs implements MessageCodecs {
  private final AgentsWire wire;

  /** Called by reflection; reads the node's budgets under {@code collegium.agents}. */
  public AgentCodecs(Config config) {
    this.wire =
        new AgentsWire(
            config.getInt("collegium.agents.summary-tokens-max"),
            config.getInt("collegium.agents.briefing-tokens-max"));
  }

  @Override
  public void register(CodecRegistry registry, ActorRefResolver references) {
    told(registry, "aa", AgentMessage.Assigned.class);
    told(registry, "at", AgentMessage.Told.class);
    told(registry, "ah", AgentMessage.HostAnswered.class);
    told(registry, "ao", AgentMessage.Observed.class);
    told(registry, "ae", AgentMessage.EpisodeLost.class);
    told(registry, "ar", AgentMessage.RetryDue.class);
    world(registry, "wo", WorldMessage.Open.class);
    world(registry, "wa", WorldMessage.Act.class);
    world(registry, "wl", WorldMessage.Leave.class);
    registry.add("ap", RoundReport.class, report -> wire.encode(report).toByteArray(), wire::reportOf);
    registry.add("as", AgentState.class, state -> wire.encode(state).toByteArray(), wire::agentStateOf);
  }

  private <M extends AgentMessage> void told(CodecRegistry registry, String manifest, Class<M> type) {
    registry.add(
        manifest, type, message -> wire.encode(message).toByteArray(), only(manifest, type, wire::agentMessageOf));
  }

  private <M extends WorldMessage> void world(CodecRegistry registry, String manifest, Class<M> type) {
    registry.add(
        manifest, type, message -> wire.encode(message).toByteArray(), only(manifest, type, wire::worldMessageOf));
  }

  private static <M> Function<byte[], M> only(String manifest, Class<M> type, Function<byte[], ?> reader) {
    return bytes -> {
      Object message = reader.apply(bytes);
      if (!type.isInstance(message)) {
        throw new WireException(
            "bytes of manifest " + manifest + " hold a message of " + message.getClass().getSimpleName());
      }
      return type.cast(message);
    };
  }
}
