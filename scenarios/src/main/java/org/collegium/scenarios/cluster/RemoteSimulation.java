package org.collegium.scenarios.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.collegium.organization.cluster.ClusterClient;
import org.collegium.organization.cluster.ClusterClient.Collected;
import org.collegium.organization.cluster.ClusterClient.Followed;
import org.collegium.organization.cluster.ClusterRefusedException;
import org.collegium.organization.durable.AdapterStoreSettings;
import org.collegium.organization.merging.MergedLog;
import org.collegium.organization.merging.NodeLog;
import org.collegium.organization.messagelog.LogSettings;
import org.collegium.organization.rounds.InitialStates;
import org.collegium.organization.run.RunListener;
import org.collegium.organization.run.RunOutcome;
import org.collegium.organization.run.RunPlan;
import org.collegium.scenarios.configuration.ModelSettings;
import org.collegium.scenarios.experiment.Simulation;
import org.collegium.scenarios.experiment.StopRequest;
import org.collegium.scenarios.runfolder.RunFolder;

/**
 * Has a cluster play a plan, and collects what is left of it: the logs of all nodes merged into one, and the adapters.
 *
 * @param client reaches the cluster
 * @param wish what the client wants of the cluster: play the run, or go on watching it
 * @param without names of nodes whose parts of the log are gone for good
 * @param adapters where the cluster keeps them
 * @param log how the merged log is written
 * @param screen takes lines for people
 */
public record RemoteSimulation(
    ClusterClient client,
    Wish wish,
    Set<String> without,
    AdapterStoreSettings adapters,
    LogSettings log,
    Consumer<String> screen)
    implements Simulation {
  /** What a client wants of a cluster. */
  @FunctionalInterface
  public interface Wish {
    /** Tells the cluster, and listens. */
    Followed tell(RunListener listener);
  }

  @Override
  public RunOutcome play(
      RunPlan plan,
      ModelSettings model,
      RunFolder folder,
      InitialStates initial,
      RunListener listener,
      StopRequest stop) {
    Followed followed = wish.tell(listener);
    stop.whenMade(() -> followed.over().completeExceptionally(ClusterRefusedException.left()));
    ClusterClient.RunOver over = joined(followed);
    requireTookPart(over);
    screen.accept("Collecting the logs of " + over.desks().size() + " nodes ...");
    Path parts = folder.root().resolve("collected.unfinished");
    try {
      remove(parts);
      // What an earlier collection left when it was cut off.
      remove(folder.messages());
      remove(folder.adapters());
      Collected collected = client.collect(over, without, parts);
      requireMeant(collected);
      List<NodeLog> logs =
          collected.logs().entrySet().stream().map(part -> new NodeLog(part.getKey(), part.getValue())).toList();
      MergedLog.writeWithout(collected.missing(), logs, folder.messages(), log).notes().forEach(screen);
      remove(parts);
      CollectedAdapters.copy(adapters, over.identity(), model, folder.adapters()).ifPresent(screen);
      return collected.outcome();
    } catch (IOException e) {
      throw new UncheckedIOException(folder.root() + ": cannot be written: " + e.getMessage(), e);
    }
  }

  private void requireTookPart(ClusterClient.RunOver over) {
    for (String node : without) {
      if (!over.desks().containsKey(node)) {
        throw new ClusterRefusedException(
            "--without " + node + ": took no part in the run; those that did are "
                + String.join(", ", over.desks().keySet()));
      }
    }
  }

  /** Nothing is left out but what the user has given up. Who could not open a run that never began has no log of it. */
  private void requireMeant(Collected collected) {
    List<String> lost = collected.missing().stream().filter(node -> !without.contains(node)).toList();
    RunOutcome outcome = collected.outcome();
    if (!lost.isEmpty() && outcome.ending() == RunOutcome.Ending.FAILED && outcome.rounds().isEmpty()) {
      throw new ClusterRefusedException("the cluster could not begin the run: " + outcome.detail());
    }
    if (!lost.isEmpty()) {
      throw new ClusterRefusedException(
          "not all of the log can be collected: " + String.join(", ", lost)
              + " took part and cannot be reached, or has no log any more; attach again when it is back, or --without "
              + String.join(" --without ", lost) + " when it is gone for good");
    }
  }

  private static ClusterClient.RunOver joined(Followed followed) {
    try {
      return followed.over().join();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof ClusterRefusedException refused) {
        throw refused;
      }
      throw failed;
    }
  }

  private static void remove(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> inside = Files.walk(folder)) {
        for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
