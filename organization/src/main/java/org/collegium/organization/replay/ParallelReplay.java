package org.collegium.organization.replay;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.collegium.organization.messagelog.Party;
import org.collegium.organization.rounds.InitialStates;
import org.collegium.organization.rounds.RunCores;
import org.collegium.organization.run.RunOutcome;

/**
 * Replays organizations on all processors: the thread that reads the log hands each record, in order, to the one worker
 * that replays its organization. Queues are bounded; who reads waits for the slowest.
 */
final class ParallelReplay implements AutoCloseable {
  /** Records handed over at once, so that a hand-over costs little for each. */
  private static final int BATCH = 256;

  /** Batches that may wait for one worker. */
  private static final int BATCHES_MAX = 16;

  private final List<Worker> workers = new ArrayList<>();
  private final Map<String, Worker> workerOf = new LinkedHashMap<>();

  ParallelReplay(SortedSet<String> organizations, RunCores cores, InitialStates initial) {
    int count = Math.max(1, Math.min(organizations.size(), Runtime.getRuntime().availableProcessors()));
    List<List<String>> shares = new ArrayList<>();
    for (int at = 0; at < count; at++) {
      shares.add(new ArrayList<>());
    }
    int next = 0;
    for (String organization : organizations) {
      shares.get(next).add(organization);
      next = (next + 1) % count;
    }
    for (List<String> share : shares) {
      Worker worker =
          new Worker(new OrganizationReplays(share, cores, initial, new ReplayScope.WholeRun()));
      share.forEach(organization -> workerOf.put(organization, worker));
      workers.add(worker);
    }
    workers.forEach(worker -> worker.thread.start());
  }

  /** Hands a record on; one of an unknown organization to nobody. */
  void take(Numbered numbered) {
    if (numbered.record().receiver().equals(Party.NODE)) {
      workers.forEach(worker -> worker.add(numbered));
      return;
    }
    Worker worker = workerOf.get(numbered.record().organization());
    if (worker != null) {
      worker.add(numbered);
    }
  }

  /** Waits for the workers and asks what they found. */
  List<OrganizationResult> end(Optional<RunOutcome> expected) {
    close();
    return workers.stream().flatMap(worker -> worker.end(expected).stream()).toList();
  }

  @Override
  public void close() {
    workers.forEach(Worker::close);
  }

  private static final class Worker {
    private static final List<Numbered> LAST = List.of();

    private final OrganizationReplays replays;
    private final BlockingQueue<List<Numbered>> queue = new ArrayBlockingQueue<>(BATCHES_MAX);
    private final Thread thread;
    private List<Numbered> batch = new ArrayList<>(BATCH);
    private Optional<Throwable> failure = Optional.empty();
    private boolean isClosed;

    Worker(OrganizationReplays replays) {
      this.replays = replays;
      this.thread = Thread.ofPlatform().daemon().name("replay").unstarted(this::run);
    }

    void add(Numbered numbered) {
      batch.add(numbered);
      if (batch.size() == BATCH) {
        put(batch);
        batch = new ArrayList<>(BATCH);
      }
    }

    void close() {
      if (isClosed) {
        return;
      }
      isClosed = true;
      if (!batch.isEmpty()) {
        put(batch);
      }
      put(LAST);
      try {
        thread.join();
      } catch (InterruptedException interrupted) {
        throw stopped(interrupted);
      }
    }

    List<OrganizationResult> end(Optional<RunOutcome> expected) {
      failure.ifPresent(cause -> {
        throw new IllegalStateException("the replay broke off: " + cause, cause);
      });
      return replays.end(expected);
    }

    private void put(List<Numbered> records) {
      try {
        queue.put(records);
      } catch (InterruptedException interrupted) {
        throw stopped(interrupted);
      }
    }

    private void run() {
      try {
        for (List<Numbered> records = queue.take(); !records.isEmpty(); records = queue.take()) {
          take(records);
        }
      } catch (InterruptedException interrupted) {
        failure = Optional.of(interrupted);
      }
    }

    /** Whoever fails goes on emptying its queue, lest the reader wait for ever. */
    private void take(List<Numbered> records) {
      if (failure.isPresent()) {
        return;
      }
      try {
        records.forEach(replays::take);
      } catch (RuntimeException | Error broken) {
        failure = Optional.of(broken);
      }
    }

    private static IllegalStateException stopped(InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return new IllegalStateException("the replay was interrupted", interrupted);
    }
  }
}
