package org.collegium.organization.replay;

import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedSet;
import org.collegium.organization.messagelog.LogExtent;
import org.collegium.organization.messagelog.LogReader;
import org.collegium.organization.rounds.InitialStates;
import org.collegium.organization.rounds.RunCores;
import org.collegium.organization.run.RunOutcome;
import org.collegium.organization.run.RunPlan;

/**
 * Proof that a run was what its log says: every core gets what it had received, in its order, and everything it sends
 * is compared with what its receiver recorded. Organizations are replayed side by side; how their threads are scheduled
 * changes nothing in the result.
 *
 * <p>A run that was resumed has several processes in its log. Where one begins, everything that was under way in the
 * one before is lost; agents and orchestrators go on from what they had committed, and the log says from which round.
 *
 * <p>A log that ends before its run did, because the process was killed, is replayed up to there: what was under way
 * then is no difference.
 */
public final class Replayer {
  private Replayer() {}

  /**
   * Replays a run that is no fork and has told how it ended.
   *
   * @throws org.collegium.organization.messagelog.LogDamagedException when the log is not what was written
   */
  public static ReplayResult replay(Path messagesFolder, RunPlan plan, RunOutcome expected) {
    return replay(messagesFolder, plan, InitialStates.NONE, Optional.of(expected));
  }

  /**
   * Replays a run.
   *
   * @param messagesFolder folder of the log's segments
   * @param plan of the run, made from its own configuration
   * @param initial what the run began with
   * @param expected what the run said of itself: its hashes and rounds must come out again, and unless it failed all
   *     messages must have arrived; empty when the process stopped before it said anything
   * @throws org.collegium.organization.messagelog.LogDamagedException when the log is not what was written
   */
  public static ReplayResult replay(
      Path messagesFolder, RunPlan plan, InitialStates initial, Optional<RunOutcome> expected) {
    SortedSet<String> organizations = ReplaySession.organizations(plan);
    Numbering numbering = new Numbering(organizations);
    try (ParallelReplay replay = new ParallelReplay(organizations, new RunCores(plan), initial)) {
      LogExtent extent =
          LogReader.visit(
              messagesFolder, (record, process) -> replay.take(numbering.next(record, process)));
      return ReplayResult.of(numbering, extent, replay.end(expected));
    }
  }
}
