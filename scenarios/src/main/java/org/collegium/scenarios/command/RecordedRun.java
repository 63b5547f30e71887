package org.collegium.scenarios.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.collegium.agents.core.AgentSettings;
import org.collegium.agents.identity.AgentId;
import org.collegium.organization.merging.MergedLog;
import org.collegium.organization.rounds.InitialStates;
import org.collegium.organization.run.RunOutcome;
import org.collegium.organization.run.RunPlan;
import org.collegium.scenarios.configuration.InvalidInputException;
import org.collegium.scenarios.configuration.Scenario;
import org.collegium.scenarios.configuration.ScenarioFile;
import org.collegium.scenarios.configuration.Spelling;
import org.collegium.scenarios.experiment.ScenarioPlan;
import org.collegium.scenarios.fork.OriginFile;
import org.collegium.scenarios.result.RecordedSummary;
import org.collegium.scenarios.runfolder.RunFolder;
import org.collegium.scenarios.runfolder.RunFolders;

/**
 * A run folder with the plan that its own configuration gives.
 *
 * @param initial what its actors began with
 */
record RecordedRun(RunFolder folder, RunPlan plan, InitialStates initial) {
  /**
   * Opens a run folder.
   *
   * @throws InvalidInputException when it is none, or has no message log
   */
  static RecordedRun open(Path root) {
    RunFolder folder = RunFolders.open(root);
    if (!Files.isDirectory(folder.messages())) {
      throw new InvalidInputException(folder.messages() + ": is missing; the run has no message log");
    }
    Scenario scenario = ScenarioFile.read(folder.configuration(), List.of());
    return new RecordedRun(
        folder,
        ScenarioPlan.of(scenario).runPlan(BaseTokenizer.of(scenario.model())),
        OriginFile.read(folder).states());
  }

  /**
   * Refuses a run of a cluster that was collected without some nodes.
   *
   * @param what it cannot be, for the message
   * @throws InvalidInputException when parts of the log are missing
   */
  void requireWholeLog(String what) {
    requireWholeLog(folder, what);
  }

  /** The same of any run folder; see {@link #requireWholeLog(String)}. */
  static void requireWholeLog(RunFolder folder, String what) {
    List<String> missing = MergedLog.missing(folder.messages());
    if (!missing.isEmpty()) {
      throw new InvalidInputException(
          folder.root() + ": the part of the log that " + String.join(", ", missing)
              + " had is missing, so the run cannot be " + what);
    }
  }

  /** How the run ended; empty when it did not get to say that. */
  Optional<RunOutcome> outcome() {
    return RecordedSummary.readOutcome(folder.summary());
  }

  /**
   * An agent of the run by its id.
   *
   * @throws InvalidInputException when there is none; names the nearest
   */
  AgentId agent(String id) {
    List<String> agents = plan.organizations().stream()
        .flatMap(organization -> organization.agents().stream())
        .map(AgentSettings::id)
        .map(AgentId::value)
        .toList();
    if (agents.contains(id)) {
      return AgentId.parse(id);
    }
    String hint = Spelling.nearest(id, agents)
        .map(near -> "did you mean " + near + "?")
        .orElse("its agents are " + agents.getFirst() + " to " + agents.getLast());
    throw new InvalidInputException("--agent: the run has no agent " + id + "; " + hint);
  }
}
