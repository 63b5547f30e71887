package org.collegium.scenarios.crash;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.collegium.organization.run.RunPlan;
import org.collegium.scenarios.runfolder.RunFolder;

/**
 * What is run, killed and resumed.
 *
 * @param program has the commands {@code run} and {@code resume}
 * @param configuration resolved, a file
 * @param plan of the same configuration
 * @param scratch a folder for runs and what their processes print
 * @param timeout for a process that is not killed
 */
public record CrashSetting(Program program, Path configuration, RunPlan plan, Path scratch, Duration timeout) {
  List<String> run(RunFolder folder) {
    return List.of("run", configuration.toString(), "--json", "--out", folder.root().toString());
  }

  List<String> resume(RunFolder folder) {
    return List.of("resume", folder.root().toString(), "--json");
  }
}
