package org.collegium.organization.orchestrator;

import java.util.List;
import org.collegium.agents.identity.AgentId;
import org.collegium.agents.world.Probe;
import org.collegium.agents.world.Task;

/** What an agent works on in a round; a pure function of identities. */
public interface Curriculum {
  /** Tasks of an agent in a round, in order; never empty while the run goes on. */
  List<Task> tasks(AgentId agent, int round);

  /** Probes of an agent at the end of a round, may be empty. */
  List<Probe> probes(AgentId agent, int round);
}
