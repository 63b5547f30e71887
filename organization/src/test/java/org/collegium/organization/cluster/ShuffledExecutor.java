package org.collegium.organization.cluster;

import com.typesafe.config.Config;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.dispatch.DispatcherPrerequisites;
import org.apache.pekko.dispatch.ExecutorServiceConfigurator;
import org.apache.pekko.dispatch.ExecutorServiceFactory;

/** Runs what is ready on one thread, always any of it: which one, a seed says. */
final class ShuffledExecutor extends AbstractExecutorService {
  private final List<Runnable> ready = new ArrayList<>();
  private final SplittableRandom random;
  private final Thread thread;
  private boolean isShutDown;

  /** Makes one for a Pekko dispatcher whose configuration has a {@code shuffle-seed}. */
  public static final class Configurator extends ExecutorServiceConfigurator {
    private final long seed;

    /** As Pekko calls it. */
    public Configurator(Config config, DispatcherPrerequisites prerequisites) {
      super(config, prerequisites);
      this.seed = config.getLong("shuffle-seed");
    }

    @Override
    public ExecutorServiceFactory createExecutorServiceFactory(String id, ThreadFactory threads) {
      return () -> started(seed, threads);
    }
  }

  private ShuffledExecutor(long seed, ThreadFactory threads) {
    this.random = new SplittableRandom(seed);
    this.thread = threads.newThread(this::work);
  }

  static ExecutorService started(long seed, ThreadFactory threads) {
    ShuffledExecutor executor = new ShuffledExecutor(seed, threads);
    executor.thread.start();
    return executor;
  }

  @Override
  public synchronized void execute(Runnable task) {
    ready.add(task);
    notifyAll();
  }

  private void work() {
    try {
      for (List<Runnable> next = take(); !next.isEmpty(); next = take()) {
        next.forEach(Runnable::run);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for one; empty when there will be none. */
  private synchronized List<Runnable> take() throws InterruptedException {
    while (ready.isEmpty() && !isShutDown) {
      wait();
    }
    return ready.isEmpty() ? List.of() : List.of(ready.remove(random.nextInt(ready.size())));
  }

  @Override
  public synchronized void shutdown() {
    isShutDown = true;
    notifyAll();
  }

  @Override
  public synchronized List<Runnable> shutdownNow() {
    List<Runnable> left = List.copyOf(ready);
    ready.clear();
    shutdown();
    return left;
  }

  @Override
  public synchronized boolean isShutdown() {
    return isShutDown;
  }

  @Override
  public boolean isTerminated() {
    return isShutdown() && !thread.isAlive();
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    unit.timedJoin(thread, timeout);
    return isTerminated();
  }
}
