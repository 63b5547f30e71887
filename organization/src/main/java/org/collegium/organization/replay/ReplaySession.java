package org.collegium.organization.replay;

import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.collegium.agents.core.AgentState;
import org.collegium.agents.identity.AgentId;
import org.collegium.agents.identity.WorldId;
import org.collegium.agents.world.WorldState;
import org.collegium.organization.messagelog.LogExtent;
import org.collegium.organization.messagelog.LogProcess;
import org.collegium.organization.messagelog.LogRecord;
import org.collegium.organization.messagelog.Party;
import org.collegium.organization.orchestrator.OrganizationSettings;
import org.collegium.organization.rounds.InitialStates;
import org.collegium.organization.rounds.OrchestratorState;
import org.collegium.organization.rounds.RunCores;
import org.collegium.organization.run.RunOutcome;
import org.collegium.organization.run.RunPlan;

/** A replay that goes record by record, so that one can stop anywhere and look at what everybody knows there. */
public final class ReplaySession {
  private final ReplayScope scope;
  private final Numbering numbering;
  private final OrganizationReplays replays;

  /** Begins before the first record. */
  public ReplaySession(RunPlan plan, InitialStates initial, ReplayScope scope) {
    SortedSet<String> organizations = organizations(plan);
    this.scope = scope;
    this.numbering = new Numbering(organizations);
    this.replays =
        new OrganizationReplays(
            organizations.stream().filter(scope::holds).toList(), new RunCores(plan), initial, scope);
  }

  static SortedSet<String> organizations(RunPlan plan) {
    return plan.organizations().stream()
        .map(OrganizationSettings::id)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Takes the next record of the log. */
  public void take(LogRecord record, LogProcess process) {
    replays.take(numbering.next(record, process));
  }

  /** Number of the last record that was taken; 0 before the first. */
  public long position() {
    return numbering.position();
  }

  /** The first difference so far. */
  public Optional<Difference> difference() {
    return replays.found().or(numbering::foundSoFar).map(Found::difference);
  }

  /**
   * What an agent knows at this point.
   *
   * @throws IllegalArgumentException when it is not within the scope
   */
  public AgentState agent(AgentId agent) {
    return replayOf(agent.organization()).agent(Party.of(agent));
  }

  /**
   * What a world knows at this point.
   *
   * @throws IllegalArgumentException when it is not within the scope
   */
  public WorldState world(String organization, WorldId world) {
    return replayOf(organization).world(Party.of(world));
  }

  /**
   * What an orchestrator knows at this point.
   *
   * @throws IllegalArgumentException when it is not within the scope
   */
  public OrchestratorState orchestrator(String organization) {
    return replayOf(organization).orchestrator();
  }

  /**
   * What an agent has committed at the end of a round; empty when it did not yet, or more than two rounds ago.
   *
   * @throws IllegalArgumentException when it is not within the scope
   */
  public Optional<AgentState> committed(AgentId agent, int round) {
    return replayOf(agent.organization()).committed(Party.of(agent), round);
  }

  /**
   * What an orchestrator has committed at the end of a round; empty when it did not yet, or more than two rounds ago.
   *
   * @throws IllegalArgumentException when it is not within the scope
   */
  public Optional<OrchestratorState> committed(String organization, int round) {
    return replayOf(organization).committed(round);
  }

  private OrganizationReplay replayOf(String organization) {
    return replays.of(organization)
        .orElseThrow(() -> new IllegalArgumentException(organization + " is not replayed within " + scope));
  }

  /**
   * What there is to say where the log ends.
   *
   * @param extent how far it reaches
   * @param expected what the run said of itself; empty when it did not get to say it
   */
  public ReplayResult end(LogExtent extent, Optional<RunOutcome> expected) {
    return ReplayResult.of(numbering, extent, replays.end(expected));
  }
}
