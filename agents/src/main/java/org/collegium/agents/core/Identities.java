package org.collegium.agents.core;

import org.collegium.agents.identity.AgentId;
import org.collegium.agents.identity.Seeds;

/** Names of what an agent asks for, and the seeds that follow from the names alone. */
record Identities(AgentId agent, long runSeed) {
  /** A request's name: {@code dual/3/agent-1/r4/t2/e0/s1/act}. */
  String request(String path) {
    return agent.value() + "/" + path;
  }

  /** A request's name outside of any episode: {@code dual/3/agent-1/r4/learn-world}. */
  String request(int round, String path) {
    return request("r" + round + "/" + path);
  }

  /** An episode's name in its world: {@code r4/t2/e0}. */
  static String episode(int round, String task, int rollout) {
    return "r" + round + "/" + task + "/e" + rollout;
  }

  /** The random stream of a name. */
  long seed(String name) {
    return Seeds.derive(runSeed, name);
  }

  /**
   * The random stream of an episode's world. It leaves out the organization, so that an agent of the same name meets
   * the same draws in every arm of a seed.
   */
  long worldSeed(String episode) {
    return Seeds.derive(runSeed, agent.name(), episode, "world");
  }
}
