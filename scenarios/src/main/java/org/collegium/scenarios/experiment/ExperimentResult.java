package org.collegium.scenarios.experiment;

import java.util.List;
import java.util.Optional;
import org.collegium.organization.run.RunOutcome;

/**
 * Everything a run found out; what tables, summary and report are made of.
 *
 * @param scenario its name
 * @param description its sentence for people
 * @param run name of the run folder
 * @param design name of the design: {@code quick}, {@code default}, {@code full}
 * @param statement one sentence that states the design: arms, seeds, agents, rounds, and what was left out
 * @param seeds of the evaluation, in order
 * @param arms in the order of the scenario file
 * @param organizations arms in order, within an arm seeds in order
 * @param comparisons paired over seeds
 * @param messageGraph who told whom, by organization, sender, receiver; empty when nothing was recorded
 * @param episodes shown as text
 * @param outcome how the run ended
 * @param tokens read, generated and learned by all agents
 * @param bytesTold by all agents and orchestrators
 * @param bytesOfContexts what full contexts would have cost
 * @param wallMs time from the start of the organizations to their end
 * @param build version and commit
 * @param parent the run that this one was forked from
 * @param missing what is not known of it because parts of its log are lost
 */
public record ExperimentResult(
    String scenario,
    String description,
    String run,
    String design,
    String statement,
    List<Long> seeds,
    List<ArmResult> arms,
    List<OrganizationResult> organizations,
    List<Comparison> comparisons,
    List<MessageEdge> messageGraph,
    List<EpisodeText> episodes,
    RunOutcome outcome,
    long tokens,
    long bytesTold,
    long bytesOfContexts,
    long wallMs,
    String build,
    Optional<ParentRun> parent,
    MissingLogs missing) {
  /** Copies the lists. */
  public ExperimentResult {
    seeds = List.copyOf(seeds);
    arms = List.copyOf(arms);
    organizations = List.copyOf(organizations);
    comparisons = List.copyOf(comparisons);
    messageGraph = List.copyOf(messageGraph);
    episodes = List.copyOf(episodes);
  }

  /** Whether anything at all can be told of how its organizations went. */
  public boolean isTold() {
    return missing.isEmpty()
        || organizations.stream().anyMatch(organization -> !missing.untold().contains(organization.id()));
  }
}
