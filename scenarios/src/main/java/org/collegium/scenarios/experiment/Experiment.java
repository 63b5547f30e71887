package org.collegium.scenarios.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.collegium.modelhost.tokenizer.Tokenizer;
import org.collegium.organization.run.RoundResult;
import org.collegium.organization.run.RunListener;
import org.collegium.organization.run.RunOutcome;
import org.collegium.organization.run.RunPlan;
import org.collegium.scenarios.configuration.Scenario;
import org.collegium.scenarios.runfolder.RunFolder;

/** One scenario from its first assignment to its result. */
public final class Experiment {
  /** What a run folder needs at the least, and what a rollout adds to its message log. */
  private static final long BYTES_MIN = 100_000_000;
  private static final long BYTES_A_ROLLOUT = 8_192;

  private final Scenario scenario;
  private final ScenarioPlan plan;
  private final Tokenizer tokenizer;
  private final String build;

  /**
   * Prepares an experiment.
   *
   * @param tokenizer of the scenario's base model
   * @param build which build this is, for the summary
   */
  public Experiment(Scenario scenario, Tokenizer tokenizer, String build) {
    this.scenario = scenario;
    this.plan = ScenarioPlan.of(scenario);
    this.tokenizer = tokenizer;
    this.build = build;
  }

  /** Learning episodes of all agents of an organization, by organization. */
  public Map<String, Long> expectedRollouts() {
    return plan.expectedRollouts();
  }

  /** A generous guess of what the run folder will take. */
  public long bytesNeeded() {
    return BYTES_MIN + BYTES_A_ROLLOUT * expectedRollouts().values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * Runs it.
   *
   * @param folder of this run
   * @param progress told of each closed round
   */
  public ExperimentResult run(Simulation simulation, RunFolder folder, RunListener progress, StopRequest stop) {
    Map<String, List<RoundResult>> rounds = new TreeMap<>();
    RunListener listener = round -> {
      synchronized (rounds) {
        rounds.computeIfAbsent(round.organization(), _ -> new ArrayList<>()).add(round);
      }
      progress.roundClosed(round);
    };
    RunPlan runPlan = plan.runPlan(tokenizer);
    long startNs = System.nanoTime();
    RunOutcome outcome = simulation.play(runPlan, scenario.model(), folder, listener, stop);
    long wallMs = (System.nanoTime() - startNs) / 1_000_000;
    Map<String, List<RoundResult>> closed;
    synchronized (rounds) {
      closed = new TreeMap<>(rounds);
    }
    // Episodes are shown of the first agent of the first arm and seed.
    String shown = ScenarioPlan.organizationId(scenario.arms().getFirst(), scenario.seeds().getFirst());
    ResultBuilder.Trace trace = LogTrace.of(folder.messages(), runPlan, plan.firstAgent(shown));
    String name = String.valueOf(folder.root().getFileName());
    return new ResultBuilder(scenario, plan, closed).build(name, outcome, trace, wallMs, build);
  }
}
