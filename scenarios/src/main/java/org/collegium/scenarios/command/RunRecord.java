package org.collegium.scenarios.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.collegium.scenarios.experiment.ExperimentResult;
import org.collegium.scenarios.report.Instruction;
import org.collegium.scenarios.report.ReportWriter;
import org.collegium.scenarios.result.ResultTables;
import org.collegium.scenarios.result.SummaryFile;
import org.collegium.scenarios.runfolder.RunFolder;

/** Writes what a run found out, the summary last: whoever finds a summary finds a whole run. */
final class RunRecord {
  private RunRecord() {}

  static void write(ExperimentResult result, RunFolder folder) throws IOException {
    try {
      ResultTables.write(result, folder.results());
      ReportWriter.write(result, instructions(folder), folder.report());
      SummaryFile.write(result, folder.summary());
    } catch (IOException | UncheckedIOException failed) {
      throw new IOException(
          folder.root() + ": the run is over, and its messages and adapters are kept, but its results cannot be "
              + "written; ./collegium replay " + folder.root() + " still works",
          failed);
    }
  }

  /** What a reader can do with the run. */
  static List<Instruction> instructions(RunFolder folder) {
    return List.of(
        new Instruction("Look at it again", "./collegium inspect " + folder.root()),
        new Instruction("Replay it bit for bit, without a model", "./collegium replay " + folder.root()),
        new Instruction("Run the same again", "./collegium run " + folder.configuration()));
  }
}
