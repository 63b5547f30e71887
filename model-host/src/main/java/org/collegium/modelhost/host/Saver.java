package org.collegium.modelhost.host;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostReply.Refused;

/**
 * Writes pairs on a thread of its own, one after the other, and answers from there: a disk that is slow does not hold
 * up the model. What waits here has left the host's queue, and the pair may change meanwhile.
 */
final class Saver implements AutoCloseable {
  /** How long a host that closes waits for its disk. */
  private static final long DRAIN_S_MAX = 60;

  private final ThreadPoolExecutor executor;
  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();

  private final class Saving implements Runnable {
    private final Ticket ticket;
    private final Supplier<HostReply> work;

    Saving(Ticket ticket, Supplier<HostReply> work) {
      this.ticket = ticket;
      this.work = work;
    }

    @Override
    public void run() {
      HostReply reply;
      try {
        reply = work.get();
      } catch (RuntimeException | Error e) {
        refuse(HostEngine.describe(e));
        return;
      }
      answered.incrementAndGet();
      ticket.answer(reply);
    }

    void refuse(String detail) {
      refused.incrementAndGet();
      ticket.answer(new Refused(ticket.request().requestId(), Refused.Reason.FAILED, detail));
    }
  }

  /**
   * @param waitingMax most pairs that wait while one is written
   */
  Saver(int waitingMax) {
    this.executor =
        new ThreadPoolExecutor(
            1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(waitingMax), work -> {
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
  boolean offer(Ticket ticket, Supplier<HostReply> work) {
    try {
      executor.execute(new Saving(ticket, work));
      return true;
    } catch (RejectedExecutionException _) {
      return false;
    }
  }

  int waiting() {
    return executor.getQueue().size();
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
      for (Runnable left : executor.shutdownNow()) {
        ((Saving) left).refuse("the model host was closed before this was saved");
      }
    }
  }
}
