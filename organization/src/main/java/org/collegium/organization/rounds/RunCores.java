package org.collegium.organization.rounds;

import java.util.LinkedHashMap;
import java.util.Map;
import org.collegium.agents.core.AgentCore;
import org.collegium.agents.core.AgentSettings;
import org.collegium.agents.identity.AgentId;
import org.collegium.agents.identity.WorldId;
import org.collegium.agents.wire.CanonicalStateHash;
import org.collegium.agents.world.WorldCore;
import org.collegium.organization.orchestrator.OrganizationSettings;
import org.collegium.organization.run.RunPlan;
import org.jspecify.annotations.Nullable;

/** Makes the cores of a run by id, the same ones for a live run and for its replay. Safe for use by many threads. */
public final class RunCores {
  /** Open episodes of one world; an agent has as many as its round has rollouts. */
  private static final int EPISODES_MAX = 1 << 16;

  private final RunPlan plan;
  private final Map<AgentId, AgentSettings> agents = new LinkedHashMap<>();
  private final Map<String, OrganizationSettings> organizations = new LinkedHashMap<>();

  /**
   * Looks into a plan.
   *
   * @throws IllegalArgumentException when an organization or an agent comes twice
   */
  public RunCores(RunPlan plan) {
    this.plan = plan;
    for (OrganizationSettings organization : plan.organizations()) {
      boolean isNew = organizations.put(organization.id(), organization) == null;
      for (AgentSettings agent : organization.agents()) {
        isNew &= agents.put(agent.id(), agent) == null;
      }
      if (!isNew) {
        throw new IllegalArgumentException("organization " + organization.id() + " or an agent of it comes twice");
      }
    }
  }

  /**
   * The core of an agent.
   *
   * @throws IllegalArgumentException when the plan has none of that id
   */
  public AgentCore agent(AgentId id) {
    AgentSettings settings = known("agent", id, agents.get(id));
    return new AgentCore(settings, plan.dialect(), plan.tokenizer(), new CanonicalStateHash());
  }

  /** The core of a world. */
  public WorldCore world(WorldId id) {
    return new WorldCore(id, plan.worlds().apply(id), EPISODES_MAX);
  }

  /**
   * The core of an organization's orchestrator.
   *
   * @throws IllegalArgumentException when the plan has none of that id
   */
  public OrchestratorCore orchestrator(String organization) {
    return new OrchestratorCore(
        known("organization", organization, organizations.get(organization)), plan.curricula().apply(organization));
  }

  private static <S> S known(String what, Object id, @Nullable S settings) {
    if (settings == null) {
      throw new IllegalArgumentException("the plan has no " + what + " " + id);
    }
    return settings;
  }
}
