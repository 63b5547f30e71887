package org.collegium.organization.rounds;

import java.util.SortedMap;
import java.util.TreeMap;
import org.collegium.agents.core.Briefing;
import org.collegium.agents.core.RoundReport;
import org.collegium.agents.core.Summary;
import org.collegium.agents.identity.AgentId;
import org.pcollections.TreePMap;

/**
 * All that an orchestrator remembers. It grows with the number of agents, never with the number of rounds.
 *
 * <p>The maps are persistent ones: a state shares with the one before all that is the same in both, so that a report
 * costs the logarithm of the number of agents.
 *
 * @param round the open one; 0 before the run began
 * @param stopRequested whether to end at the next round boundary
 * @param briefing of the open round
 * @param reports of the open round so far
 * @param agentHashes state hash of each agent at the end of the last closed round; empty before the first
 * @param episodes of all closed rounds
 * @param tokens generated and read in all closed rounds
 * @param summaries of the last closed round, by agent; told again to those who may have lost them
 * @param history hash chain over all closed rounds, lower-case hexadecimal SHA-256; empty text before the first
 */
public record OrchestratorState(
    Phase phase,
    int round,
    boolean stopRequested,
    Briefing briefing,
    SortedMap<AgentId, RoundReport> reports,
    SortedMap<AgentId, String> agentHashes,
    SortedMap<AgentId, Summary> summaries,
    long episodes,
    long tokens,
    String history) {
  /** Where a run stands. */
  public enum Phase {
    IDLE,
    OPEN,
    FINISHED
  }

  /** Before the run. */
  public static final OrchestratorState INITIAL =
      new OrchestratorState(
          Phase.IDLE, 0, false, Briefing.NONE, new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), 0, 0, "");

  /** Copies maps that are not persistent. */
  public OrchestratorState {
    reports = persistent(reports);
    agentHashes = persistent(agentHashes);
    summaries = persistent(summaries);
  }

  private static <V> TreePMap<AgentId, V> persistent(SortedMap<AgentId, V> map) {
    return map instanceof TreePMap<AgentId, V> shared ? shared : TreePMap.fromSortedMap(map);
  }

  /** Rounds whose reports are all folded in. */
  public int closedRounds() {
    return phase == Phase.OPEN ? round - 1 : round;
  }

  /** As it was when the last round was closed and the next one not yet opened. */
  public OrchestratorState betweenRounds() {
    return new OrchestratorState(
        Phase.IDLE,
        closedRounds(),
        false,
        briefing,
        new TreeMap<>(),
        agentHashes,
        summaries,
        episodes,
        tokens,
        history);
  }

  OrchestratorState with(RoundReport report) {
    SortedMap<AgentId, RoundReport> more = persistent(reports).plus(report.agent(), report);
    return new OrchestratorState(
        phase, round, stopRequested, briefing, more, agentHashes, summaries, episodes, tokens, history);
  }

  OrchestratorState stopping() {
    return new OrchestratorState(
        phase, round, true, briefing, reports, agentHashes, summaries, episodes, tokens, history);
  }

  /**
   * What a new life makes of a state that was kept in an earlier one: whatever ended the run then, it may go on now.
   */
  public OrchestratorState recovered() {
    Phase next = phase == Phase.FINISHED ? Phase.IDLE : phase;
    return new OrchestratorState(
        next, round, false, briefing, reports, agentHashes, summaries, episodes, tokens, history);
  }

  /** Whether finished or failed in the open round, only what closed rounds brought stays. */
  OrchestratorState finished() {
    return new OrchestratorState(
        Phase.FINISHED,
        closedRounds(),
        stopRequested,
        briefing,
        new TreeMap<>(),
        agentHashes,
        summaries,
        episodes,
        tokens,
        history);
  }

  OrchestratorState opened(int next) {
    return new OrchestratorState(
        Phase.OPEN, next, stopRequested, briefing, new TreeMap<>(), agentHashes, summaries, episodes, tokens, history);
  }
}
