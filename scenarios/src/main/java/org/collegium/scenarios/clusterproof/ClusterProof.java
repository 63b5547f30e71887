package org.collegium.scenarios.clusterproof;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.collegium.modelhost.postgres.TemporaryPostgres;
import org.collegium.organization.messagelog.LogDamagedException;
import org.collegium.organization.replay.ReplayResult;
import org.collegium.scenarios.crash.Child;
import org.collegium.scenarios.runfolder.RunFolder;
import org.collegium.scenarios.runfolder.RunFolders;

/** Plays one run again and again on clusters of processes, and compares how it ends with the run in one process. */
public final class ClusterProof implements AutoCloseable {
  private static final List<NodePlan> THREE =
      List.of(
          NodePlan.of("organization", "organization"),
          NodePlan.of("agents", "agents"),
          NodePlan.of("host", "model-host"));

  private static final List<NodePlan> FIVE =
      List.of(
          NodePlan.of("organization", "organization"),
          NodePlan.of("agents-1", "agents"),
          NodePlan.of("agents-2", "agents"),
          NodePlan.of("host-1", "model-host"),
          NodePlan.of("host-2", "model-host"));

  /** Of every role there is another node, so that any node may die. */
  private static final List<NodePlan> SPARE =
      List.of(
          NodePlan.of("head-1", "organization", "agents"),
          NodePlan.of("head-2", "organization", "agents"),
          NodePlan.of("agents-3", "agents"),
          NodePlan.of("host-1", "model-host"),
          NodePlan.of("host-2", "model-host"));

  private final ProofSetting setting;
  private final TemporaryPostgres postgres;
  private final Reference reference;
  private final List<String> report = new ArrayList<>();
  private boolean isClean = true;
  private int trials;

  private ClusterProof(ProofSetting setting, TemporaryPostgres postgres, Reference reference) {
    this.setting = setting;
    this.postgres = postgres;
    this.reference = reference;
  }

  /** Why nothing of this can be done on this machine; empty when it can. */
  public static Optional<String> obstacle() {
    return TemporaryPostgres.obstacle();
  }

  /** Why nodes cannot be cut off from each other on this machine; empty when they can. */
  public static Optional<String> partitionObstacle() {
    return obstacle().or(Namespaces::obstacle);
  }

  /**
   * Starts a database and plays the run in one process.
   *
   * @throws IOException when that run does not come to its end
   */
  public static ClusterProof begin(ProofSetting setting) throws IOException, InterruptedException {
    try {
      Reference reference = Reference.play(setting, "one-process");
      ClusterProof proof = new ClusterProof(setting, TemporaryPostgres.start(), reference);
      proof.say(
          String.format(
              Locale.ROOT, "one process: final state %s, %.1f s", reference.outcome().finalStateHash(),
              reference.wallMs() / 1e3));
      return proof;
    } catch (FaultException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Whether all runs so far ended as the one in one process. */
  public boolean isClean() {
    return isClean;
  }

  /** What came out so far, for people. */
  public List<String> report() {
    return List.copyOf(report);
  }

  private void say(String line) {
    report.add(line);
    setting.news().accept(line);
  }

  /** One, three and five nodes, the last with two model hosts. */
  public void hashes(int runs) throws IOException, InterruptedException {
    tally("hashes", "three nodes", runs, number -> onLoopback("three-" + number, THREE, Disturbance.none()));
    tally(
        "hashes", "five nodes, two of them model hosts", runs,
        number -> onLoopback("five-" + number, FIVE, Disturbance.none()));
  }

  /** Random nodes are killed every few seconds. */
  public void kills(int runs, long seed) throws IOException, InterruptedException {
    tally(
        "kills", "five nodes, kill -9 of one of them every 3 to 8 s", runs,
        number -> onLoopback("kills-" + number, SPARE, Disturbance.kills(seed + number, 3_000, 8_000)));
  }

  /** A node of each role is cut off for a time, one after the other. */
  public void partitions(int runs, Duration time) throws IOException, InterruptedException {
    tally("partition", "three nodes, each cut off for " + time.toSeconds() + " s", runs, number -> {
      try (Network network = Namespaces.make(THREE.size())) {
        return play("partition-" + number, network, THREE, Disturbance.partitions(time));
      }
    });
  }

  /** The database cannot be reached for a time. */
  public void databaseAway(int runs, Duration time) throws IOException, InterruptedException {
    tally(
        "database", "three nodes, their database away for " + time.toSeconds() + " s", runs,
        number -> onLoopback("database-" + number, THREE, Disturbance.databaseAway(time)));
  }

  /** Processes without TLS, without a certificate, with a foreign or an expired one call a secured node. */
  public void refusals() throws IOException, InterruptedException {
    trials++;
    Path scratch = setting.scratch().resolve("cluster-" + trials);
    try {
      say("refused: " + RefusedPeers.call(setting, postgres.newDatabase(), scratch));
      RunFolders.discard(new RunFolder(scratch));
    } catch (FaultException found) {
      isClean = false;
      say("refused: DIFFERENT: " + found.getMessage());
    }
  }

  /** All nodes are restarted in order, one after the other. */
  public void rolling(int runs) throws IOException, InterruptedException {
    tally(
        "rolling", "five nodes, restarted one after the other", runs,
        number -> onLoopback("rolling-" + number, SPARE, Disturbance.rollingRestart()));
  }

  /** Agents, model host and orchestrators in processes of their own against all of them in one. */
  public void throughput(int runs) throws IOException, InterruptedException {
    long oneMs = reference.wallMs();
    long threeMs = Long.MAX_VALUE;
    for (int number = 1; number <= runs; number++) {
      if (number > 1) {
        oneMs = Math.min(oneMs, again("one-process-" + number));
      }
      threeMs = Math.min(threeMs, wallMs(onLoopback("throughput-" + number, THREE, Disturbance.none())));
    }
    ratio("throughput: one process " + seconds(oneMs) + ", three processes " + seconds(threeMs), oneMs, threeMs, 0.85);
  }

  /** Two model hosts on a processor each against one on one. */
  public void hosts(int runs) throws IOException, InterruptedException {
    NodePlan head = NodePlan.of("head", "organization", "agents");
    List<NodePlan> one = List.of(head, NodePlan.of("host-1", "model-host").pinnedTo("0"));
    List<NodePlan> two = List.of(head, one.getLast(), NodePlan.of("host-2", "model-host").pinnedTo("1"));
    long oneMs = Long.MAX_VALUE;
    long twoMs = Long.MAX_VALUE;
    for (int number = 1; number <= runs; number++) {
      oneMs = Math.min(oneMs, wallMs(onLoopback("one-host-" + number, one, Disturbance.none())));
      twoMs = Math.min(twoMs, wallMs(onLoopback("two-hosts-" + number, two, Disturbance.none())));
    }
    ratio("hosts: one pinned to a processor " + seconds(oneMs) + ", two " + seconds(twoMs), oneMs, twoMs, 1.6);
  }

  private long again(String name) throws IOException, InterruptedException {
    try {
      return Reference.play(setting, name).wallMs();
    } catch (FaultException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static long wallMs(ClusterTrial trial) throws IOException {
    if (!trial.isEqual()) {
      throw new IOException(trial.name() + ": " + trial.fault().orElseThrow());
    }
    return trial.wallMs();
  }

  private void ratio(String what, long before, long after, double wanted) {
    say(String.format(Locale.ROOT, "%s: ratio %.2f (wanted: at least %.2f)", what, (double) before / after, wanted));
  }

  private static String seconds(long ms) {
    return String.format(Locale.ROOT, "%.1f s", ms / 1e3);
  }

  /** Plays the run of a number. */
  @FunctionalInterface
  private interface Trial {
    ClusterTrial play(int number) throws IOException, InterruptedException;
  }

  private void tally(String kind, String what, int runs, Trial trial) throws IOException, InterruptedException {
    List<ClusterTrial> played = new ArrayList<>();
    for (int number = 1; number <= runs; number++) {
      played.add(trial.play(number));
    }
    long equal = played.stream().filter(ClusterTrial::isEqual).count();
    long longestMs =
        played.stream().mapToLong(each -> each.longestSilence().toMillis()).max().orElse(0);
    say(String.format(
        Locale.ROOT,
        "%s: %s: %d of %d runs ended with the same state and replay; %d restarts, nothing recorded for %.1f s at most,"
            + " %d answers whose record died with a node",
        kind, what, equal, runs, played.stream().mapToInt(ClusterTrial::restarts).sum(), longestMs / 1e3,
        played.stream().mapToLong(ClusterTrial::supposed).sum()));
    played.forEach(each -> each.fault().ifPresent(fault -> say("  DIFFERENT: " + each.name() + ": " + fault)));
  }

  private ClusterTrial onLoopback(String name, List<NodePlan> plans, Disturbance disturbance)
      throws IOException, InterruptedException {
    return play(name, Network.loopback(), plans, disturbance);
  }

  private ClusterTrial play(String name, Network network, List<NodePlan> plans, Disturbance disturbance)
      throws IOException, InterruptedException {
    trials++;
    Path scratch = setting.scratch().resolve("cluster-" + trials);
    RunFolder folder = new RunFolder(setting.scratch().resolve(name));
    ClusterTrial trial;
    try (ProofCluster cluster =
        ProofCluster.start(setting, network, plans, postgres.newDatabase(), scratch)) {
      trial = watched(name, cluster, folder, disturbance);
    } catch (FaultException | LogDamagedException found) {
      isClean = false;
      trial = new ClusterTrial(name, Optional.of(String.valueOf(found.getMessage())), 0, Duration.ZERO, 0, 0);
    }
    setting.news().accept(
        name + ": " + trial.fault().map(fault -> "DIFFERENT: " + fault).orElse(
            "equal, " + seconds(trial.wallMs()) + ", " + trial.restarts() + " restarts"));
    if (trial.isEqual()) {
      RunFolders.discard(folder);
      RunFolders.discard(new RunFolder(scratch));
    }
    return trial;
  }

  private ClusterTrial watched(String name, ProofCluster cluster, RunFolder folder, Disturbance disturbance)
      throws IOException, InterruptedException, FaultException {
    try (Child client = cluster.submit(folder.root())) {
      PlayedRun run = new PlayedRun(setting, cluster, client, folder.root());
      Optional<TooShortException> tooShort = disturbed(run, disturbance);
      run.untilOver();
      if (client.exitCode() != 0) {
        throw new FaultException("the client ended with code " + client.exitCode() + ": " + client.lastWords());
      }
      ReplayResult replayed = reference.compare(setting.plan(), folder);
      if (tooShort.isPresent()) {
        throw tooShort.get();
      }
      int restarts = cluster.nodes().stream().mapToInt(node -> node.processes() - 1).sum();
      return new ClusterTrial(
          name, Optional.empty(), Reference.wallMs(folder), run.longestSilence(), restarts, replayed.supposed());
    }
  }

  /** Empty when all was done; else the run is over, and what it came to is still to be looked at. */
  private static Optional<TooShortException> disturbed(PlayedRun run, Disturbance disturbance)
      throws IOException, InterruptedException, FaultException {
    try {
      disturbance.disturb(run);
      return Optional.empty();
    } catch (TooShortException early) {
      return Optional.of(early);
    }
  }

  @Override
  public void close() {
    postgres.close();
  }
}
