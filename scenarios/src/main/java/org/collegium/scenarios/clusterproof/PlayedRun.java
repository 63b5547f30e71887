package org.collegium.scenarios.clusterproof;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.collegium.scenarios.crash.Child;

/** A run that a cluster plays, watched from outside. */
final class PlayedRun {
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  private final ProofSetting setting;
  private final ProofCluster cluster;
  private final Child client;
  private final Path folder;
  private long bytes;
  private long grownNs = System.nanoTime();
  private long silenceNs;
  private int endedAlone;

  PlayedRun(ProofSetting setting, ProofCluster cluster, Child client, Path folder) {
    this.setting = setting;
    this.cluster = cluster;
    this.client = client;
    this.folder = folder;
  }

  ProofCluster cluster() {
    return cluster;
  }

  /** Says what happens. */
  void tell(String what) {
    setting.news().accept(String.format(Locale.ROOT, "  %5.1f s: %s", client.age().toMillis() / 1e3, what));
  }

  /** Longest time in which no node recorded anything. */
  Duration longestSilence() {
    return Duration.ofNanos(silenceNs);
  }

  /** How many nodes ended without being killed. */
  int endedAlone() {
    return endedAlone;
  }

  /**
   * Waits, and watches meanwhile over nodes that end.
   *
   * @return false when the run is over
   * @throws FaultException when it takes too long
   */
  boolean goesOnFor(Duration time) throws IOException, InterruptedException, FaultException {
    long untilNs = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < untilNs) {
      if (client.endsWithin(LOOK_EVERY)) {
        return false;
      }
      look();
    }
    return true;
  }

  /**
   * As {@link #goesOnFor}, where the run must not be over yet.
   *
   * @param what could not be done when it is
   */
  void requireGoesOnFor(Duration time, String what) throws IOException, InterruptedException, FaultException {
    if (!goesOnFor(time)) {
      throw tooShort(what);
    }
  }

  /** What to throw when the run was over too early; says what happened to it when that was not its end. */
  FaultException tooShort(String what) throws IOException {
    return client.exitCode() == 0
        ? new TooShortException("the run was over before " + what + "; give its arms more rounds (--set)")
        : new FaultException("the client ended with code " + client.exitCode() + ": " + client.lastWords());
  }

  /** Waits until all nodes are part of the cluster, or the run is over. */
  void untilAllAreUp() throws IOException, InterruptedException, FaultException {
    while (goesOnFor(LOOK_EVERY) && !cluster.areAllUp()) {
      look();
    }
  }

  /** Waits for its end. */
  void untilOver() throws IOException, InterruptedException, FaultException {
    while (goesOnFor(setting.timeout())) {
      look();
    }
  }

  private void look() throws IOException, FaultException {
    endedAlone += cluster.supervise();
    long now = System.nanoTime();
    long grown = cluster.logBytes(String.valueOf(folder.getFileName()));
    if (grown != bytes) {
      bytes = grown;
      grownNs = now;
    }
    silenceNs = Math.max(silenceNs, now - grownNs);
    if (client.age().compareTo(setting.timeout()) > 0) {
      StringBuilder words = new StringBuilder();
      for (ProofNode node : cluster.nodes()) {
        words.append(System.lineSeparator()).append(node.lastWords());
      }
      throw new FaultException("the run is not over after " + setting.timeout().toSeconds() + " s: " + words);
    }
  }
}
