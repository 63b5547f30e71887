package org.collegium.scenarios.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.collegium.organization.run.RunOutcome;
import org.collegium.scenarios.experiment.ExperimentResult;
import org.collegium.scenarios.report.Instruction;
import org.collegium.scenarios.report.ReportWriter;
import org.collegium.scenarios.result.ResultTables;
import org.collegium.scenarios.result.SummaryFile;
import org.collegium.scenarios.runfolder.RunFolder;

/** Writes what a run found out, the summary last: whoever finds a summary finds a whole run. */
final class RunRecord {
  private RunRecord() {}

  /**
   * Writes tables, report and summary.
   *
   * @param again the command that does it again
   */
  static void write(ExperimentResult result, RunFolder folder, String again) throws IOException {
    try {
      ResultTables.write(result, folder.results());
      if (result.isTold()) {
        List<Instruction> possible = result.missing().isEmpty() ? instructions(folder) : withoutItsLog(folder);
        ReportWriter.write(result, possible, folder.report());
      }
      SummaryFile.write(result, folder.summary());
    } catch (IOException | UncheckedIOException failed) {
      throw new IOException(unwritten(result.outcome(), folder, again), failed);
    }
  }

  private static String unwritten(RunOutcome outcome, RunFolder folder, String again) {
    String went =
        outcome.ending() == RunOutcome.Ending.FAILED
            ? outcome.detail() + "; everything up to the last committed round is kept, but no results"
            : folder.root() + ": the run is over and kept, but no results";
    return went + " can be written now. When there is room, " + again + " goes on";
  }

  /** What a reader can do with a run of whose log parts are missing. */
  private static List<Instruction> withoutItsLog(RunFolder folder) {
    return List.of(instructions(folder).getFirst(), instructions(folder).getLast());
  }

  /** What a reader can do with the run. */
  static List<Instruction> instructions(RunFolder folder) {
    return List.of(
        new Instruction("Look at it again", "./collegium inspect " + folder.root()),
        new Instruction("Replay it bit for bit, without a model", "./collegium replay " + folder.root()),
        new Instruction("Give it another future", "./collegium fork " + folder.root() + " --at-round 2 --seed 7"),
        new Instruction("Run the same again", "./collegium run " + folder.configuration()));
  }
}
