package org.collegium.agents.actor;

import org.apache.pekko.actor.typed.ActorRef;
import org.collegium.agents.core.AgentMessage;
import org.collegium.agents.core.Effect;
import org.collegium.agents.core.RoundReport;
import org.collegium.agents.identity.AgentId;
import org.collegium.agents.identity.WorldId;
import org.collegium.agents.world.WorldMessage;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostRequest;

/** Reaches everybody by id, wherever they live. Called by many actors at once; never blocks. */
public interface AgentDirectory {
  /** Asks the model host that owns the request's pair; the answer goes to {@code replyTo}. */
  void ask(HostRequest request, ActorRef<HostReply> replyTo);

  /** Tells a world. */
  void tell(WorldId world, WorldMessage message);

  /** Tells an agent. */
  void tell(AgentId agent, AgentMessage message);

  /** Tells the orchestrator of the agent's organization. */
  void report(RoundReport report);

  /** The agent's organization cannot go on. */
  void failed(Effect.Fail failure);
}
