package org.collegium.organization.cluster;

import com.typesafe.config.Config;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.collegium.modelhost.actor.ModelHostActor;
import org.collegium.modelhost.host.ModelHost;
import org.collegium.modelhost.host.ModelHostSettings;
import org.collegium.organization.durable.StateDatabase;
import org.collegium.organization.messagelog.LogFailedException;
import org.collegium.organization.messagelog.MessageLog;
import org.collegium.organization.rounds.InitialStates;
import org.collegium.organization.rounds.RunCores;
import org.collegium.organization.rounds.RunEnding;
import org.collegium.organization.run.RunListener;
import org.collegium.organization.run.RunOutcome;
import org.collegium.organization.run.RunPlan;
import org.collegium.organization.telemetry.OrganizationMeter;
import org.collegium.organization.wire.RecordEncoder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run on one node: a cluster of one, with agents and worlds as sharded entities, the orchestrators as a singleton,
 * the model host on its own thread, and the message log.
 *
 * <p>The outcome comes when nothing is left running: every actor has stopped, the host has freed its device, the log is
 * closed.
 */
public final class OrganizationNode implements AutoCloseable {
  // Also wakes the logging library on the caller's thread, before Pekko's threads do it all at once and it complains.
  private static final Logger LOG = LoggerFactory.getLogger(OrganizationNode.class);

  private final ActorSystem<NodeActor.Command> system;
  private final CompletableFuture<RunOutcome> outcome;

  private OrganizationNode(ActorSystem<NodeActor.Command> system, CompletableFuture<RunOutcome> outcome) {
    this.system = system;
    this.outcome = outcome;
  }

  /**
   * Starts a run with a model host of its own, or goes on with one from its last commits.
   *
   * @param initial what the actors begin with that the folders know nothing of
   * @throws IllegalArgumentException when the plan contradicts itself
   * @throws java.io.UncheckedIOException when the log cannot be written
   * @throws org.collegium.organization.messagelog.LogDamagedException when an earlier process's log is not what was
   *     written
   * @throws org.collegium.organization.durable.StateDatabaseException when the states cannot be read
   */
  public static OrganizationNode start(
      RunPlan plan, InitialStates initial, ModelHostSettings host, NodeFolders folders, RunListener listener) {
    return start(plan, initial, ModelHostActor.create(() -> ModelHost.open(host)), folders, listener);
  }

  /**
   * Starts a run with any host, that nobody measures; see the others.
   */
  public static OrganizationNode start(
      RunPlan plan,
      InitialStates initial,
      Behavior<ModelHostActor.Command> host,
      NodeFolders folders,
      RunListener listener) {
    return start(plan, initial, host, folders, listener, OrganizationMeter.SILENT);
  }

  /**
   * Starts a run with any host; see the first one.
   *
   * @param host spawned on a pinned thread; asked by {@link ModelHostActor.Submit}
   * @param meter hears what the organizations do
   */
  public static OrganizationNode start(
      RunPlan plan,
      InitialStates initial,
      Behavior<ModelHostActor.Command> host,
      NodeFolders folders,
      RunListener listener,
      OrganizationMeter meter) {
    LOG.debug("run {} starts", plan.name());
    NodeSettings settings = NodeSettings.load();
    RunCores cores = new RunCores(plan);
    plan.organizations().forEach(organization -> cores.orchestrator(organization.id()));
    StateDatabase states = StateDatabase.prepare(folders.state());
    Agreement.require(plan, initial, folders, states);
    MessageLog log = MessageLog.open(folders.messages(), settings.log(), new RecordEncoder(plan));
    log.repair().ifPresent(repair -> listener.repaired(repair.toString()));
    meter.logOpened(log);
    NodeParts parts = new NodeParts(plan, host, log, settings, initial, states, meter);
    CompletableFuture<RunOutcome> ended = new CompletableFuture<>();
    ActorSystem<NodeActor.Command> system;
    try {
      Config pekko = states.settings().withFallback(settings.pekko());
      system = ActorSystem.create(NodeActor.create(parts, listener, ended), "collegium", pekko);
    } catch (RuntimeException e) {
      log.close();
      throw e;
    }
    CompletableFuture<RunOutcome> outcome =
        system
            .getWhenTerminated()
            .handleAsync((done, failure) -> settle(ended, log, failure))
            .toCompletableFuture();
    return new OrganizationNode(system, outcome);
  }

  /** How the run ended; comes when nothing of it is left running. Never fails. */
  public CompletionStage<RunOutcome> outcome() {
    return outcome.copy();
  }

  /** Asks all organizations to end at their next round boundary. Returns at once; may be called more than once. */
  public void requestStop() {
    system.tell(new NodeActor.StopAsked());
  }

  /** Ends a run that is still going, without waiting for a round boundary; returns when nothing is left running. */
  @Override
  public void close() {
    system.tell(new NodeActor.Lost("the run was closed before its end"));
    outcome.join();
  }

  private static RunOutcome settle(
      CompletableFuture<RunOutcome> ended, MessageLog log, @Nullable Throwable failure) {
    RunOutcome reached = ended.getNow(RunEnding.lost("the node stopped" + (failure == null ? "" : ": " + failure)));
    try {
      log.close();
      return reached;
    } catch (LogFailedException e) {
      return RunEnding.unrecorded(reached, String.valueOf(e.getMessage()));
    }
  }
}
