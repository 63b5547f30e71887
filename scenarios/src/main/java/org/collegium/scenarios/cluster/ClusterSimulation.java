package org.collegium.scenarios.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.collegium.modelhost.actor.ModelHostActor;
import org.collegium.modelhost.host.ModelHost;
import org.collegium.modelhost.host.ModelHostSettings;
import org.collegium.modelhost.store.DirectoryAdapterStore;
import org.collegium.modelhost.store.RetryingAdapterStore;
import org.collegium.modelhost.store.StorePatience;
import org.collegium.organization.cluster.NodeFolders;
import org.collegium.organization.cluster.OrganizationNode;
import org.collegium.organization.rounds.InitialStates;
import org.collegium.organization.run.RunListener;
import org.collegium.organization.run.RunOutcome;
import org.collegium.organization.run.RunPlan;
import org.collegium.organization.telemetry.Telemetry;
import org.collegium.scenarios.configuration.ModelSettings;
import org.collegium.scenarios.experiment.Simulation;
import org.collegium.scenarios.experiment.StopRequest;
import org.collegium.scenarios.runfolder.RunFolder;

/** Plays a plan in this process: a cluster of one, and one model host that all organizations share. */
public final class ClusterSimulation implements Simulation {
  private final Telemetry telemetry;

  /**
   * @param telemetry measures the run
   */
  public ClusterSimulation(Telemetry telemetry) {
    this.telemetry = telemetry;
  }

  @Override
  public RunOutcome play(
      RunPlan plan,
      ModelSettings model,
      RunFolder folder,
      InitialStates initial,
      RunListener listener,
      StopRequest stop) {
    ModelHostSettings settings =
        settings(model)
            .withSpillFolder(folder.state().resolve("spilled"))
            .withAdapterStore(
                new RetryingAdapterStore(new DirectoryAdapterStore(folder.adapters()), StorePatience.STANDARD))
            .withMeter(telemetry.host(folder.name()));
    NodeFolders folders = new NodeFolders(folder.messages(), folder.state());
    OrganizationNode node =
        OrganizationNode.start(
            plan,
            initial,
            ModelHostActor.create(() -> ModelHost.open(settings)),
            folders,
            listener,
            telemetry.organizations(folder.name()));
    stop.whenMade(node::requestStop);
    forgetSummary(folder);
    return node.outcome().toCompletableFuture().join();
  }

  /** What an earlier process told of its stop holds no more, whether this one gets to an end or not. */
  private static void forgetSummary(RunFolder folder) {
    try {
      Files.deleteIfExists(folder.summary());
    } catch (IOException e) {
      throw new UncheckedIOException(folder.summary() + ": cannot be removed", e);
    }
  }

  /** What the model host is told. */
  public static ModelHostSettings settings(ModelSettings model) {
    Optional<Path> base =
        model.base().equals(ModelSettings.EMBEDDED) ? Optional.empty() : Optional.of(Path.of(model.base()));
    int threads = model.threads() == 0 ? Runtime.getRuntime().availableProcessors() : model.threads();
    return ModelHostSettings.of(base, model.device(), threads).withLimits(model.limits());
  }
}
