package org.collegium.organization.run;

import java.util.List;
import java.util.function.Function;
import org.collegium.agents.dialect.Dialect;
import org.collegium.agents.identity.WorldId;
import org.collegium.agents.world.World;
import org.collegium.modelhost.tokenizer.Tokenizer;
import org.collegium.organization.orchestrator.Curriculum;
import org.collegium.organization.orchestrator.OrganizationSettings;

/**
 * Everything a run is made of, as values and pure functions; the same configuration gives the same plan on any node and
 * in replay.
 *
 * @param name of the run, for logs
 * @param organizations in the order of their ids
 * @param worlds makes the world of an id
 * @param curricula makes the curriculum of an organization id
 * @param dialect how texts are written
 * @param tokenizer of the base model
 */
public record RunPlan(
    String name,
    List<OrganizationSettings> organizations,
    Function<WorldId, World> worlds,
    Function<String, Curriculum> curricula,
    Dialect dialect,
    Tokenizer tokenizer) {
  /** Copies the list. */
  public RunPlan {
    organizations = List.copyOf(organizations);
  }
}
