package org.collegium.scenarios.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.collegium.modelhost.safetensors.NamedTensor;
import org.collegium.modelhost.safetensors.SafetensorsWriter;
import org.collegium.modelhost.safetensors.TensorShape;
import org.collegium.scenarios.result.SyntheticResults;
import org.collegium.scenarios.runfolder.RunFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What cannot be written when a run is over is told in one line. */
class RunRecordTest {
  @TempDir private Path folder;

  /** What a command may do, as a command of its own. */
  @Command(name = "attempt")
  private record Attempt(Callable<Integer> work) implements Callable<Integer> {
    @Override
    public Integer call() throws Exception {
      return work.call();
    }
  }

  private static String failure(Callable<Integer> work) {
    StringWriter err = new StringWriter();
    CommandLine main = Main.commandLine().addSubcommand(new Attempt(work)).setErr(new PrintWriter(err));
    assertThat(main.execute("attempt")).isEqualTo(ExitCode.FAILED);
    return err.toString();
  }

  private Callable<Integer> writing() {
    return () -> {
      RunRecord.write(
          SyntheticResults.of(SyntheticResults.twoArms(), List.of(1L), ""), new RunFolder(folder),
          "./collegium resume " + folder);
      return ExitCode.OK;
    };
  }

  @Test
  void aTableThatCannotBeWrittenIsToldInOneLineWithWhatIsKept() throws IOException {
    // The database cannot open a file where a folder is: an error of the same kind as that of a full disk.
    Files.createDirectories(folder.resolve("results").resolve("rounds.parquet.part"));

    assertThat(failure(writing()))
        .hasLineCount(1)
        .startsWith("collegium failed: " + folder + ": the run is over and kept, but no results can be written now")
        .contains("./collegium resume " + folder + " goes on")
        .contains("rounds.parquet.part");
  }

  @Test
  void aSummaryThatCannotBeWrittenIsToldInOneLine() throws IOException {
    Files.createDirectories(folder.resolve("summary.json").resolve("taken"));

    assertThat(failure(writing())).hasLineCount(1).contains("no results can be written now");
  }

  @Test
  void weightsThatCannotBeWrittenAreToldInOneLine() throws IOException {
    Path file = folder.resolve("model.safetensors");
    Files.createDirectories(file.resolve("taken"));
    NamedTensor tensor = new NamedTensor("a", TensorShape.of(1L), new float[1]);

    assertThat(failure(() -> {
      SafetensorsWriter.write(file, List.of(tensor), new TreeMap<>());
      return ExitCode.OK;
    })).hasLineCount(1).startsWith("collegium failed: " + file + ": cannot be written");
  }
}
