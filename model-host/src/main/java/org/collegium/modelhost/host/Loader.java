package org.collegium.modelhost.host;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Reads pairs on a thread of its own: a store that is slow, or away, does not hold up the model. What is read here
 * keeps its place in the host's queue, so as much waits here as there at most.
 */
final class Loader implements AutoCloseable {
  /** How long a host that closes waits for what is being read. */
  private static final long END_S_MAX = 5;

  private final ThreadPoolExecutor executor;
  private final LinkedBlockingQueue<Loaded> loaded = new LinkedBlockingQueue<>();
  private int underWay;

  /** What was read, or why it could not be. */
  record Loaded(Ticket ticket, HostEngine.Loading loading, Optional<Throwable> failure) {}

  Loader() {
    this.executor =
        new ThreadPoolExecutor(
            1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
              Thread thread = new Thread(work, "adapter-loader");
              thread.setDaemon(true);
              return thread;
            });
  }

  void begin(Ticket ticket, HostEngine.Loading loading) {
    underWay++;
    executor.execute(() -> loaded.add(read(ticket, loading)));
  }

  private static Loaded read(Ticket ticket, HostEngine.Loading loading) {
    try {
      loading.read();
      return new Loaded(ticket, loading, Optional.empty());
    } catch (RuntimeException | Error e) {
      return new Loaded(ticket, loading, Optional.of(e));
    }
  }

  /** Whether something was begun and not taken yet. */
  boolean isBusy() {
    return underWay > 0;
  }

  /**
   * The next pair that was read, if there is one within a time.
   *
   * @param patience zero does not wait
   */
  Optional<Loaded> next(Duration patience) {
    try {
      Optional<Loaded> next = Optional.ofNullable(loaded.poll(patience.toNanos(), TimeUnit.NANOSECONDS));
      next.ifPresent(_ -> underWay--);
      return next;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** Gives up what was begun. */
  @Override
  public void close() {
    executor.shutdownNow();
    try {
      if (!executor.awaitTermination(END_S_MAX, TimeUnit.SECONDS)) {
        // A store without an answer holds only a daemon thread, which touches nothing of the host.
        loaded.clear();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
