package org.collegium.modelhost.host;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.collegium.modelhost.protocol.AdapterPairId;
import org.collegium.modelhost.protocol.HostReply.Refused;
import org.collegium.modelhost.store.AdapterStore;
import org.collegium.modelhost.store.StoreAwayException;
import org.collegium.modelhost.telemetry.HostMeter;

/**
 * Writes pairs on a thread of its own and answers from there: a disk that is slow does not hold up the model. What
 * waits here has left the host's queue, and the pair may change meanwhile. Agents end their rounds at about the same
 * time, so what waits is written together, which costs a disk far less than one by one.
 */
final class Saver implements AutoCloseable {
  /** Most pairs of one group: tens of megabytes, and the first of a group waits for the last. */
  private static final int GROUP_MAX = 16;

  /** How long a host that closes waits for its disk. */
  private static final long DRAIN_S_MAX = 60;

  private final Consumer<List<AdapterStore.Version>> keeper;
  private final HostMeter meter;
  private final ArrayBlockingQueue<Waiting> waiting;
  private final ThreadPoolExecutor executor;
  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();

  private record Waiting(Ticket ticket, Saving saving) {
    AdapterPairId pair() {
      return ticket.request().pair();
    }
  }

  /**
   * @param waitingMax most pairs that wait while others are written
   * @param keeper writes versions, all or none; called by the saver's thread
   * @param meter hears of the answers, on the saver's thread
   */
  Saver(int waitingMax, Consumer<List<AdapterStore.Version>> keeper, HostMeter meter) {
    this.keeper = keeper;
    this.meter = meter;
    this.waiting = new ArrayBlockingQueue<>(waitingMax);
    // One task for each pair that waits or is written, so the queue of tasks is bounded as the pairs are.
    this.executor =
        new ThreadPoolExecutor(
            1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
              Thread thread = new Thread(work, "adapter-saver");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Takes over what remains of a request, and answers it later.
   *
   * @return false when too much waits; then nothing is answered
   */
  boolean offer(Ticket ticket, Saving saving) {
    boolean taken = waiting.offer(new Waiting(ticket, saving));
    if (taken) {
      executor.execute(this::writeNext);
    }
    return taken;
  }

  private void writeNext() {
    List<Waiting> group = new ArrayList<>();
    Set<AdapterPairId> pairs = new HashSet<>();
    Waiting next = waiting.peek();
    while (next != null && group.size() < GROUP_MAX && pairs.add(next.pair())) {
      group.add(waiting.remove());
      next = waiting.peek();
    }
    if (!group.isEmpty()) {
      write(group);
    }
  }

  /** When a group fails, each pair is tried alone, so that only those fail that must; not when the store is away. */
  private void write(List<Waiting> group) {
    try {
      keeper.accept(group.stream().flatMap(each -> each.saving().versions().stream()).toList());
    } catch (StoreAwayException e) {
      group.forEach(each -> refuse(each, e));
      return;
    } catch (RuntimeException | Error e) {
      if (group.size() > 1) {
        group.forEach(each -> write(List.of(each)));
      } else {
        refuse(group.getFirst(), e);
      }
      return;
    }
    for (Waiting each : group) {
      answered.incrementAndGet();
      meter.answered(each.saving().reply());
      each.ticket().answer(each.saving().reply());
    }
  }

  private void refuse(Waiting one, Throwable failure) {
    Refused refusal = Refusals.of(one.ticket(), failure);
    refused.incrementAndGet();
    meter.answered(refusal);
    one.ticket().answer(refusal);
  }

  int waiting() {
    return waiting.size();
  }

  long answered() {
    return answered.get();
  }

  long refused() {
    return refused.get();
  }

  /** Writes what was taken; what the disk does not take in time is refused. */
  @Override
  public void close() {
    executor.shutdown();
    boolean done = false;
    try {
      done = executor.awaitTermination(DRAIN_S_MAX, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!done) {
      executor.shutdownNow();
      List<Waiting> left = new ArrayList<>();
      waiting.drainTo(left);
      left.forEach(
          each -> refuse(each, new IllegalStateException("the model host was closed before this was saved")));
    }
  }
}
