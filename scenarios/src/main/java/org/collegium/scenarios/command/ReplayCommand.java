package org.collegium.scenarios.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.collegium.agents.identity.AgentId;
import org.collegium.organization.messagelog.LogExtent;
import org.collegium.organization.replay.Difference;
import org.collegium.organization.replay.ReplayResult;
import org.collegium.organization.replay.ReplayScope;
import org.collegium.organization.replay.ReplaySession;
import org.collegium.organization.replay.Replayer;
import org.collegium.scenarios.logview.NumberedRecord;
import org.collegium.scenarios.replaying.Journey;
import org.collegium.scenarios.replaying.ReplayVerdict;
import org.collegium.scenarios.replaying.ReplayWalk;
import org.collegium.scenarios.replaying.StateView;
import org.collegium.scenarios.replaying.StepByStep;
import org.collegium.scenarios.replaying.StopPoint;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Proves that a run was what its log says, and shows what everybody knew at any point of it. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description = {
      "Proves from its message log that a run was as recorded.",
      "Feeds every recorded message to the cores again, without actors and without a model, and compares",
      "everything they send and their final state, bit for bit, with what was recorded.",
      "Ends with 1 and the first difference when something is not as recorded. The log of a run that was killed",
      "is replayed up to where it ends.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  collegium replay runs/first-call-001",
      "  collegium replay runs/first-call-001 --agent dual/1/agent-1",
      "  collegium replay runs/first-call-001 --agent dual/1/agent-1 --until 5:412 --show",
      "  collegium replay runs/first-call-001 --agent dual/1/agent-1 --until 5 --step",
    })
final class ReplayCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "RUN", description = "A run folder.")
  private Path folder = Path.of("");

  @Option(
      names = "--agent",
      paramLabel = "ID",
      description = "Only this agent: it gets what it had received, and what it sent is compared.")
  private Optional<String> agentId = Optional.empty();

  @Option(
      names = "--until",
      paramLabel = "ROUND[:SEQ]",
      description = {
        "Stop behind message SEQ of round ROUND, or at the end of the round. SEQ is the number that 'log show'",
        "prints: with --agent behind the # of that agent, else the first number of the line.",
      })
  private Optional<String> until = Optional.empty();

  @Option(
      names = "--show",
      description = "Show what is known where the replay stops: of the agent, its world and its orchestrator.")
  private boolean show;

  @Option(names = "--step", description = "Go message by message; ? tells the keys.")
  private boolean step;

  @Override
  public Integer call() throws IOException {
    RecordedRun run = RecordedRun.open(folder);
    run.requireWholeLog("replayed");
    Optional<AgentId> agent = agentId.map(run::agent);
    Optional<StopPoint> point = until.map(StopPoint::parse);
    if (agent.isEmpty() && point.isEmpty() && !show && !step) {
      return whole(run);
    }
    return step ? stepping(run, agent, point) : walking(run, agent, point);
  }

  private int whole(RecordedRun run) {
    long startNs = System.nanoTime();
    ReplayResult result =
        Replayer.replay(run.folder().messages(), run.plan(), run.initial(), run.outcome());
    return verdict(result, new ReplayScope.WholeRun(), startNs);
  }

  private int walking(RecordedRun run, Optional<AgentId> agent, Optional<StopPoint> point) {
    ReplayScope scope = agent.isPresent() && !show ? new ReplayScope.OneAgent(agent.get()) : scope(agent);
    ReplaySession session = new ReplaySession(run.plan(), run.initial(), scope);
    long startNs = System.nanoTime();
    Journey journey = new Journey(agent, point);
    Optional<LogExtent> extent = ReplayWalk.through(run.folder().messages(), session, journey);
    if (session.difference().isEmpty()) {
      journey.requireReached(extent.isPresent());
    }
    int code = ending(run, session, scope, extent, journey.last(), startNs);
    if (show) {
      view(run, session, agent).forEach(spec.commandLine().getOut()::println);
    }
    return code;
  }

  private int stepping(RecordedRun run, Optional<AgentId> agent, Optional<StopPoint> point) throws IOException {
    ReplayScope scope = scope(agent);
    ReplaySession session = new ReplaySession(run.plan(), run.initial(), scope);
    PrintWriter out = spec.commandLine().getOut();
    long startNs = System.nanoTime();
    try (Prompts prompts = Prompts.open()) {
      StepByStep steps =
          new StepByStep(
              label -> {
                out.flush();
                return prompts.ask(label);
              },
              out::println,
              () -> view(run, session, agent),
              agent,
              point);
      Optional<LogExtent> extent = ReplayWalk.through(run.folder().messages(), session, steps);
      return ending(run, session, scope, extent, Optional.empty(), startNs);
    }
  }

  private int ending(
      RecordedRun run,
      ReplaySession session,
      ReplayScope scope,
      Optional<LogExtent> extent,
      Optional<NumberedRecord> last,
      long startNs) {
    PrintWriter out = spec.commandLine().getOut();
    if (extent.isPresent()) {
      return verdict(session.end(extent.get(), run.outcome()), scope, startNs);
    }
    Optional<Difference> difference = session.difference();
    if (difference.isPresent()) {
      out.println("DIFFERENT: " + difference.get());
      return ExitCode.FAILED;
    }
    last.ifPresent(given -> out.println(given.line()));
    out.println("Stopped there; everything up to it happened as recorded.");
    return ExitCode.OK;
  }

  private int verdict(ReplayResult result, ReplayScope scope, long startNs) {
    PrintWriter out = spec.commandLine().getOut();
    ReplayVerdict.lines(result, scope, (System.nanoTime() - startNs) / 1e9).forEach(out::println);
    return result.difference().isPresent() ? ExitCode.FAILED : ExitCode.OK;
  }

  private static ReplayScope scope(Optional<AgentId> agent) {
    return agent.<ReplayScope>map(each -> new ReplayScope.OneOrganization(each.organization()))
        .orElse(new ReplayScope.WholeRun());
  }

  private static List<String> view(RecordedRun run, ReplaySession session, Optional<AgentId> agent) {
    StateView view = new StateView(run.plan());
    return agent.map(each -> view.ofAgent(session, each)).orElseGet(() -> view.ofAll(session));
  }
}
