package org.collegium.scenarios.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.collegium.modelhost.tokenizer.Tokenizer;
import org.collegium.organization.merging.MergedLog;
import org.collegium.organization.messagelog.LogFilter;
import org.collegium.organization.messagelog.LogReader;
import org.collegium.organization.messagelog.LogRecord;
import org.collegium.organization.messagelog.Party;
import org.collegium.organization.orchestrator.OrganizationSettings;
import org.collegium.organization.replay.RoundHistory;
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
   * Runs it, or goes on with what an earlier process left in the folder.
   *
   * @param folder of this run
   * @param origin where the run comes from
   * @param progress told of each closed round, also of those that were closed before
   */
  public ExperimentResult run(
      Simulation simulation, RunFolder folder, Origin origin, RunListener progress, StopRequest stop) {
    RunPlan runPlan = plan.runPlan(tokenizer);
    if (MergedLog.missing(folder.messages()).isEmpty()) {
      closedRounds(folder, origin, runPlan, orchestrators(runPlan), _ -> {})
          .values()
          .forEach(earlier -> earlier.forEach(progress::roundClosed));
    }
    long startNs = System.nanoTime();
    RunOutcome outcome = simulation.play(runPlan, scenario.model(), folder, origin.states(), progress, stop);
    long wallMs = (System.nanoTime() - startNs) / 1_000_000;
    List<String> missing = MergedLog.missing(folder.messages());
    if (!missing.isEmpty()) {
      return resultWithout(missing, runPlan, folder, origin, outcome, wallMs);
    }
    // Episodes are shown of the first agent of the first arm and seed.
    String shown = ScenarioPlan.organizationId(scenario.arms().getFirst(), scenario.seeds().getFirst());
    LogTrace trace = new LogTrace(runPlan, plan.firstAgent(shown));
    Map<String, List<RoundResult>> closed = closedRounds(folder, origin, runPlan, LogFilter.ALL, trace::read);
    return new ResultBuilder(scenario, plan, closed)
        .build(folder.name(), outcome, trace.trace(), MissingLogs.NONE, wallMs, build, origin);
  }

  /** What can be told without the logs of some nodes. Messages and episodes would be told in part, so they are not. */
  private ExperimentResult resultWithout(
      List<String> nodes, RunPlan runPlan, RunFolder folder, Origin origin, RunOutcome outcome, long wallMs) {
    ToldRounds told = new ToldRounds(new RoundHistory(runPlan, origin.states()));
    LogReader.read(folder.messages(), orchestrators(runPlan), told::read);
    List<String> organizations = runPlan.organizations().stream().map(OrganizationSettings::id).toList();
    Map<String, List<RoundResult>> whole = told.whole(organizations, outcome);
    List<String> untold =
        organizations.stream().filter(organization -> !whole.containsKey(organization)).toList();
    return new ResultBuilder(scenario, plan, whole)
        .build(
            folder.name(),
            outcome,
            new ResultBuilder.Trace(List.of(), List.of()),
            new MissingLogs(nodes, untold),
            wallMs,
            build,
            origin);
  }

  /**
   * What the log tells of all processes that worked on the run.
   *
   * @param filter passes what orchestrators received, at the least
   * @param also is handed each record that passes
   */
  private static Map<String, List<RoundResult>> closedRounds(
      RunFolder folder, Origin origin, RunPlan plan, LogFilter filter, Consumer<LogRecord> also) {
    RoundHistory history = new RoundHistory(plan, origin.states());
    if (LogReader.hasLog(folder.messages())) {
      LogReader.read(folder.messages(), filter, record -> {
        history.read(record);
        also.accept(record);
      });
    }
    Map<String, List<RoundResult>> rounds = new TreeMap<>();
    plan.organizations().stream().map(OrganizationSettings::id).forEach(organization -> {
      List<RoundResult> all = new ArrayList<>(origin.brought(organization));
      all.addAll(history.rounds().getOrDefault(organization, List.of()));
      rounds.put(organization, all);
    });
    return rounds;
  }

  private static LogFilter orchestrators(RunPlan plan) {
    return LogFilter.of(
        plan.organizations().stream()
            .map(organization -> Party.orchestrator(organization.id()))
            .toArray(Party[]::new));
  }
}
