package org.collegium.scenarios.clusterproof;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** What is done to a cluster while it plays a run. */
@FunctionalInterface
interface Disturbance {
  /** How long a node that is asked to leave may take. */
  Duration LEAVE_MAX = Duration.ofMinutes(1);

  /** Of one run. */
  int KILLS_MAX = 12;

  /**
   * Goes on until the run is over or there is nothing left to do.
   *
   * @throws FaultException when something happened that must not
   */
  void disturb(PlayedRun run) throws IOException, InterruptedException, FaultException;

  /** Nothing. */
  static Disturbance none() {
    return _ -> {};
  }

  /**
   * Kills a random node every few seconds and starts it again; never the last one of a role that is there, and never so
   * many that the rest is not the majority. In the end the run is left alone: a machine on which a node starts slower
   * than the next one dies would never get anywhere.
   */
  static Disturbance kills(long seed, int pauseMsMin, int pauseMsMax) {
    return run -> {
      SplittableRandom random = new SplittableRandom(seed);
      int kills = 0;
      while (kills < KILLS_MAX && run.goesOnFor(Duration.ofMillis(random.nextInt(pauseMsMin, pauseMsMax)))) {
        List<ProofNode> nodes = new ArrayList<>();
        for (ProofNode node : run.cluster().nodes()) {
          if (node.isUp() && isSpared(node, run)) {
            nodes.add(node);
          }
        }
        if (!nodes.isEmpty()) {
          ProofNode node = nodes.get(random.nextInt(nodes.size()));
          node.killAndStart();
          kills++;
          run.tell("kill -9 of " + node.plan().name());
        }
      }
      if (kills == 0) {
        throw run.tooShort("a node could be killed");
      }
    };
  }

  private static boolean isSpared(ProofNode node, PlayedRun run) throws IOException {
    List<String> others = new ArrayList<>();
    int up = 0;
    for (ProofNode each : run.cluster().nodes()) {
      if (each.isUp() && each.isSettled()) {
        up++;
        if (each != node) {
          others.addAll(each.plan().roles());
        }
      }
    }
    return others.containsAll(node.plan().roles()) && 2 * (up - 1) > run.cluster().nodes().size();
  }

  /** Cuts one node of each role off for a time and heals it; the next one when all are back. */
  static Disturbance partitions(Duration time) {
    return run -> {
      for (String role : List.of("organization", "agents", "model-host")) {
        ProofNode node =
            run.cluster().nodes().stream()
                .filter(each -> each.plan().roles().contains(role))
                .findFirst()
                .orElseThrow(() -> new FaultException("no node has the role " + role));
        run.requireGoesOnFor(Duration.ofSeconds(5), "a node of role " + role + " could be cut off");
        run.tell("cutting off " + node.plan().name() + " (" + role + ") for " + time.toSeconds() + " s");
        run.cluster().cut(node);
        run.goesOnFor(time);
        run.cluster().heal(node);
        run.tell("healed");
        run.untilAllAreUp();
      }
    };
  }

  /** Takes the database away from all nodes for a time. */
  static Disturbance databaseAway(Duration time) {
    return run -> {
      run.requireGoesOnFor(Duration.ofSeconds(5), "the database could be taken away");
      run.tell("taking the database away for " + time.toSeconds() + " s");
      run.cluster().cutDatabase();
      if (!run.goesOnFor(time)) {
        throw new FaultException("the run came to its end without its database");
      }
      run.cluster().healDatabase();
      run.tell("it is back");
    };
  }

  /** Restarts every node, one after the other, each as soon as all are there. */
  static Disturbance rollingRestart() {
    return run -> {
      for (ProofNode node : run.cluster().nodes()) {
        run.requireGoesOnFor(Duration.ofSeconds(3), node.plan().name() + " could be restarted");
        Optional<Duration> left = node.leave(LEAVE_MAX);
        if (left.isEmpty()) {
          throw new FaultException("a node did not leave in order: " + node.lastWords());
        }
        run.tell(node.plan().name() + " left in order within " + left.get().toMillis() + " ms");
        node.start();
        run.untilAllAreUp();
      }
    };
  }
}
