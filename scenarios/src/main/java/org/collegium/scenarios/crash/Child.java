package org.collegium.scenarios.crash;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A process that this one started. What it prints is kept up to a bound; it does not outlive this process. */
public final class Child implements AutoCloseable {
  private static final int OUTPUT_BYTES_MAX = 64 * 1024;
  private static final int LAST_CHARACTERS_MAX = 1000;
  private static final Duration DEATH_MAX = Duration.ofSeconds(30);

  private final Process process;
  private final Path output;
  private final CompletableFuture<Void> printed = new CompletableFuture<>();
  private final Thread orphaned;
  private final long startNs;

  private Child(Process process, Path output, long startNs) {
    this.process = process;
    this.output = output;
    this.startNs = startNs;
    this.orphaned = Thread.ofPlatform().unstarted(process::destroyForcibly);
  }

  /** Starts a process; what it prints goes to a file, behind what is there. */
  public static Child start(List<String> command, Path output) throws IOException {
    long startNs = System.nanoTime();
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    Child child = new Child(process, output, startNs);
    Runtime.getRuntime().addShutdownHook(child.orphaned);
    Thread.ofVirtual().name("output of a child").start(child::keepOutput);
    return child;
  }

  /** True when it ends by itself within the time; it may go on otherwise. */
  public boolean endsWithin(Duration time) throws InterruptedException {
    return process.waitFor(time.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Sends it SIGTERM. Nothing happens when it has ended. */
  public void askToEnd() {
    process.toHandle().destroy();
  }

  /** Kills it as a power cut does; returns when it is gone. Nothing happens when it has ended. */
  public void kill() {
    // By its handle: the process's own method would also close what it printed, which is still to be read.
    process.toHandle().destroyForcibly();
    process.onExit().orTimeout(DEATH_MAX.toSeconds(), TimeUnit.SECONDS).join();
  }

  /** Asks it to end, as Ctrl-C does. */
  public void interrupt() {
    process.toHandle().destroy();
  }

  /** Whether it has not ended. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** How it ended. */
  public int exitCode() {
    return process.exitValue();
  }

  /** Since it was started. */
  public Duration age() {
    return Duration.ofNanos(System.nanoTime() - startNs);
  }

  /** Everything that it printed; call it when it has ended. */
  public String printed() throws IOException {
    printed.join();
    return Files.readString(output);
  }

  /** The end of what it printed. */
  public String lastWords() throws IOException {
    String all = printed().strip();
    return all.substring(Math.max(0, all.length() - LAST_CHARACTERS_MAX));
  }

  @Override
  public void close() {
    kill();
    printed.join();
    Runtime.getRuntime().removeShutdownHook(orphaned);
  }

  private void keepOutput() {
    try (InputStream from = process.getInputStream();
        OutputStream to = Files.newOutputStream(output, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      byte[] bytes = new byte[4096];
      int kept = 0;
      for (int count = from.read(bytes); count >= 0; count = from.read(bytes)) {
        int room = Math.min(count, OUTPUT_BYTES_MAX - kept);
        to.write(bytes, 0, room);
        kept += room;
      }
      printed.complete(null);
    } catch (IOException e) {
      printed.completeExceptionally(e);
    }
  }
}
