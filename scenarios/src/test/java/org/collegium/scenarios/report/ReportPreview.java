package org.collegium.scenarios.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.collegium.scenarios.result.SyntheticResults;

/** Writes reports of made-up results, only to look at the page: {@code java … ReportPreview FOLDER}. */
final class ReportPreview {
  static final List<Instruction> INSTRUCTIONS =
      List.of(
          new Instruction("Repeat it", "./collegium run conf/scenarios/first-call.conf --seed 1 --out runs/again"),
          new Instruction("Replay it bit for bit", "./collegium replay runs/first-call-7"),
          new Instruction("Look into it", "./collegium inspect runs/first-call-7"));

  private ReportPreview() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    ReportWriter.write(
        SyntheticResults.of(SyntheticResults.twoArms(), List.of(1L, 2L, 3L, 4L, 5L), ""),
        INSTRUCTIONS,
        folder.resolve("two.html"));
    ReportWriter.write(
        SyntheticResults.of(SyntheticResults.nineArms(), List.of(1L, 2L, 3L, 4L, 5L), ""),
        INSTRUCTIONS,
        folder.resolve("nine.html"));
  }
}
