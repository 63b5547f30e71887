package org.collegium.scenarios.clusterproof;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.collegium.agents.core.Figures;
import org.collegium.agents.identity.AgentId;
import org.collegium.organization.merging.MergedLog;
import org.collegium.organization.messagelog.LogReader;
import org.collegium.organization.replay.ReplayResult;
import org.collegium.organization.replay.Replayer;
import org.collegium.organization.replay.RoundHistory;
import org.collegium.organization.rounds.InitialStates;
import org.collegium.organization.run.RoundResult;
import org.collegium.organization.run.RunOutcome;
import org.collegium.organization.run.RunPlan;
import org.collegium.scenarios.crash.Child;
import org.collegium.scenarios.result.RecordedSummary;
import org.collegium.scenarios.runfolder.RunFolder;

/**
 * The run in one process that everything is compared with.
 *
 * @param rounds figures of each agent in each round, by organization, without what depends on the load of the machine
 * @param wallMs that it took
 */
record Reference(RunOutcome outcome, SortedMap<String, List<SortedMap<AgentId, Figures>>> rounds, long wallMs) {
  /** Plays it in a process of its own. */
  static Reference play(ProofSetting setting, String name) throws IOException, InterruptedException, FaultException {
    RunFolder folder = new RunFolder(setting.scratch().resolve(name));
    List<String> arguments =
        List.of("run", setting.configuration().toString(), "--out", folder.root().toString());
    Path output = setting.scratch().resolve(name + ".txt");
    try (Child child = setting.program().start(List.of(), arguments, output)) {
      boolean hasEnded = child.endsWithin(setting.timeout());
      child.kill();
      if (!hasEnded || child.exitCode() != 0) {
        throw new FaultException("the run in one process did not come to its end: " + child.lastWords());
      }
    }
    return new Reference(
        RecordedSummary.readOutcome(folder.summary()).orElseThrow(),
        rounds(setting.plan(), folder),
        wallMs(folder));
  }

  static long wallMs(RunFolder folder) {
    return RecordedSummary.read(folder.summary()).wallMs();
  }

  private static SortedMap<String, List<SortedMap<AgentId, Figures>>> rounds(RunPlan plan, RunFolder folder) {
    RoundHistory history = new RoundHistory(plan, InitialStates.NONE);
    LogReader.read(folder.messages(), history::read);
    SortedMap<String, List<SortedMap<AgentId, Figures>>> steady = new TreeMap<>();
    history.rounds().forEach((organization, results) -> {
      List<SortedMap<AgentId, Figures>> rounds = new ArrayList<>();
      for (RoundResult result : results) {
        SortedMap<AgentId, Figures> figures = new TreeMap<>();
        result.figures().forEach((agent, of) -> figures.put(agent, of.without(Figures.REFUSALS)));
        rounds.add(figures);
      }
      steady.put(organization, rounds);
    });
    return steady;
  }

  /**
   * Compares a run that a cluster played and a client collected: its final state, the figures of each agent in each
   * round (an episode that happened twice would count twice), and its merged log by replay.
   *
   * @return what the replay found
   * @throws FaultException at the first difference
   */
  ReplayResult compare(RunPlan plan, RunFolder folder) throws FaultException {
    RunOutcome told =
        RecordedSummary.readOutcome(folder.summary())
            .orElseThrow(() -> new FaultException("the client left no summary"));
    if (!told.equals(outcome)) {
      throw new FaultException(
          "ended " + told.ending() + " with final state " + told.finalStateHash() + " instead of "
              + outcome.finalStateHash() + (told.detail().isEmpty() ? "" : ": " + told.detail()));
    }
    if (!MergedLog.isMerged(folder.messages())) {
      throw new FaultException("the log in the run folder is not merged of those of nodes");
    }
    if (!rounds(plan, folder).equals(rounds)) {
      throw new FaultException("the rounds in the merged log have other figures: an episode is missing or doubled");
    }
    ReplayResult replayed =
        Replayer.replay(folder.messages(), plan, InitialStates.NONE, Optional.of(told));
    if (replayed.difference().isPresent()) {
      throw new FaultException("the merged log does not replay: " + replayed.difference().get());
    }
    return replayed;
  }
}
