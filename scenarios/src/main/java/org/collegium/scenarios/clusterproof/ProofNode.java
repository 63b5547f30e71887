package org.collegium.scenarios.clusterproof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.collegium.scenarios.crash.Child;
import org.collegium.scenarios.crash.Program;

/** A node of a cluster as a process of its own, which is started again when it ends as one does that may be. */
final class ProofNode implements AutoCloseable {
  private static final String UP = " is up at ";
  private static final Duration SETTLED_AFTER = Duration.ofSeconds(15);

  private final NodePlan plan;
  private final Program program;
  private final List<String> arguments;
  private final Path scratch;
  private Optional<Child> process = Optional.empty();
  private int processes;
  private boolean hasBeenUp;

  /**
   * @param program with everything that must stand before it
   */
  ProofNode(NodePlan plan, Program program, List<String> arguments, Path scratch) {
    this.plan = plan;
    this.program = program;
    this.arguments = List.copyOf(arguments);
    this.scratch = scratch;
  }

  NodePlan plan() {
    return plan;
  }

  /** How many processes it has been so far. */
  int processes() {
    return processes;
  }

  void start() throws IOException {
    processes++;
    process = Optional.of(program.start(List.of(), arguments, output()));
  }

  private Path output() {
    return scratch.resolve(plan.name() + "-" + processes + ".txt");
  }

  boolean isAlive() {
    return process.filter(Child::isAlive).isPresent();
  }

  /** Whether its process says that it is part of the cluster. */
  boolean isUp() throws IOException {
    boolean isUp = isAlive() && says(UP);
    hasBeenUp |= isUp;
    return isUp;
  }

  /** Whether its process has printed these words. */
  boolean says(String words) throws IOException {
    return Files.exists(output()) && Files.readString(output()).contains(words);
  }

  /** Whether it has been there so long that the others have taken out what it was before. */
  boolean isSettled() {
    return processes == 1 || age().compareTo(SETTLED_AFTER) > 0;
  }

  Duration age() {
    return process.map(Child::age).orElse(Duration.ZERO);
  }

  /** Kills it as a power cut does, and starts it again. */
  void killAndStart() throws IOException {
    end(Child::kill);
    start();
  }

  /** Asks it to leave in order; how long that took, or empty when it did not end with exit code 0 within the time. */
  Optional<Duration> leave(Duration time) throws InterruptedException, IOException {
    Child leaving = process.orElseThrow();
    long startNs = System.nanoTime();
    leaving.interrupt();
    boolean hasLeft = leaving.endsWithin(time) && leaving.exitCode() == 0;
    Duration took = Duration.ofNanos(System.nanoTime() - startNs);
    end(Child::kill);
    return hasLeft ? Optional.of(took) : Optional.empty();
  }

  /**
   * Starts it again if it broke or was cut off, as {@code --supervise} does.
   *
   * @return whether it had
   * @throws IOException when it has ended in a way after which it must stay away
   */
  boolean superviseOnce() throws IOException {
    if (isAlive() || process.isEmpty()) {
      return false;
    }
    int code = process.get().exitCode();
    boolean isRefused = code == 2 && !hasBeenUp;
    if (code == 0 || code == 130 || isRefused) {
      throw new IOException("node " + plan.name() + " ended with code " + code + ": " + process.get().lastWords());
    }
    end(Child::kill);
    start();
    return true;
  }

  /** What all its processes printed, the end of it. */
  String lastWords() throws IOException {
    List<String> words = new ArrayList<>();
    for (int number = 1; number <= processes; number++) {
      Path file = scratch.resolve(plan.name() + "-" + number + ".txt");
      String all = Files.exists(file) ? Files.readString(file).strip() : "";
      words.add(all.substring(Math.max(0, all.length() - 600)));
    }
    return plan.name() + ": " + String.join(" | ", words);
  }

  private void end(Consumer<Child> how) {
    process.ifPresent(child -> {
      how.accept(child);
      child.close();
    });
    process = Optional.empty();
  }

  @Override
  public void close() {
    end(Child::kill);
  }
}
