package org.collegium.organization.cluster;

import org.collegium.agents.core.AgentMessage;
import org.collegium.agents.identity.AgentId;

/** Reaches agents by their ids, wherever they live. */
@FunctionalInterface
interface AgentAddresses {
  void tell(AgentId agent, AgentMessage message);
}
