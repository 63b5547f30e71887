package org.collegium.scenarios.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.collegium.modelhost.safetensors.AtomicFile;
import org.collegium.organization.run.RunPlan;
import org.collegium.scenarios.configuration.Scenario;
import org.collegium.scenarios.crash.CrashSetting;
import org.collegium.scenarios.crash.Program;
import org.collegium.scenarios.experiment.ScenarioPlan;

/**
 * A design as a bench hands it to processes of its own.
 *
 * @param program this one
 * @param configuration resolved, a file in the scratch folder
 * @param plan of the same design
 */
record BenchDesign(Program program, Path configuration, RunPlan plan, Path scratch) {
  /**
   * Writes it down.
   *
   * @param scratch a folder that is there
   */
  static BenchDesign write(Scenario design, Path scratch) throws IOException {
    Path configuration = scratch.resolve("design.conf");
    AtomicFile.write(configuration, design.resolved().getBytes(StandardCharsets.UTF_8));
    return new BenchDesign(
        Program.ofThisProcess(Main.class.getName()),
        configuration,
        ScenarioPlan.of(design).runPlan(BaseTokenizer.ofUsable(design.model())),
        scratch);
  }

  /** For benches that kill processes. */
  CrashSetting crashing(long timeoutSeconds) {
    return new CrashSetting(program, configuration, plan, scratch, Duration.ofSeconds(timeoutSeconds));
  }
}
