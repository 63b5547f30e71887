package org.collegium.organization.messagelog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;

/**
 * The message log of one node while it is written.
 *
 * <p>Actors put what they receive into a bounded queue; one thread turns it into Protobuf and appends it to segments.
 * So a message costs its receiver one queue operation. Nothing is dropped: when the queue is full the receivers park,
 * because on few cores a spinning receiver would take the core that the writer needs. The order of the log is the order
 * of the queue; a message that an actor sent because of another one stands behind it.
 *
 * <p>{@link #flush()} waits in the same queue, so it covers everything recorded before; flushes that wait together
 * share one write to the disk.
 */
public final class MessageLog implements AutoCloseable {
  /** How long a receiver parks before it tries again; about the time in which the writer frees a hundred places. */
  private static final long FULL_PARK_NANOS = 100_000;

  /** How long the writer parks when nobody wakes it; a bound, not a rhythm: receivers wake it. */
  private static final long IDLE_PARK_NANOS = 50_000_000;

  /** A busy queue must not keep a flush waiting. */
  private static final int FLUSH_DELAY_MESSAGES_MAX = 4096;

  private final MpscAtomicArrayQueue<Item> queue;
  private final ConcurrentHashMap<Party, Integer> incarnations = new ConcurrentHashMap<>();
  private final AtomicReference<LogFailedException> failure = new AtomicReference<>();
  private final Function<Received, LogRecord> encoder;
  private final Optional<LogRepair> repair;
  private final SegmentWriter segments;
  private final Path folder;
  private final Thread writer;
  private volatile boolean isIdle;
  private volatile boolean isClosing;
  private volatile long recorded;

  /** What waits for the writer. */
  private sealed interface Item {
    record Message(Received received) implements Item {}

    record Flush(CompletableFuture<Void> done) implements Item {}
  }

  /**
   * Begins a log, or goes on with one: a tail that a process left inside a record is cut off, then a new segment begins
   * with {@link Landmark.Began}. Incarnations of receivers go on counting.
   *
   * @param folder of the segments; made when it is not there
   * @param encoder called on the writer's thread
   * @throws LogDamagedException when the log that is there is not what was written; then nothing was changed
   * @throws UncheckedIOException when the folder cannot be read or written
   */
  public static MessageLog open(Path folder, LogSettings settings, Function<Received, LogRecord> encoder) {
    try {
      MessageLog log = new MessageLog(folder, settings, encoder, LogReader.position(folder));
      log.writer.start();
      log.recorder(Party.NODE).record(new Landmark.Began(log.segments.process()));
      return log;
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": the message log cannot be written: " + e.getMessage(), e);
    }
  }

  private MessageLog(
      Path folder, LogSettings settings, Function<Received, LogRecord> encoder, LogPosition position)
      throws IOException {
    this.folder = folder;
    this.queue = new MpscAtomicArrayQueue<>(settings.queueMessagesMax());
    this.encoder = encoder;
    this.incarnations.putAll(position.incarnations());
    this.repair = TornTail.cut(position);
    this.segments = new SegmentWriter(folder, settings.segmentBytesMax(), position);
    this.recorded = position.extent().records();
    this.writer = Thread.ofPlatform().name("message-log").daemon(true).unstarted(this::write);
  }

  /** What had to be cut off the log when it was opened; empty when it ended behind a whole record. */
  public Optional<LogRepair> repair() {
    return repair;
  }

  /** A recorder for a new incarnation of an actor. */
  public Recorder recorder(Party receiver) {
    return new Recorder(this, receiver, incarnations.merge(receiver, 1, Integer::sum));
  }

  /** How many messages the whole log holds so far, those of earlier processes too. */
  public long recorded() {
    return recorded;
  }

  /** Completes when everything recorded before this call is on the disk; fails when the log has failed. */
  public CompletionStage<Void> flush() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    offer(new Item.Flush(done));
    return done;
  }

  /**
   * Writes what is left and the end mark. Nothing may be recorded any more.
   *
   * @throws LogFailedException when the log has failed
   */
  @Override
  public void close() {
    isClosing = true;
    LockSupport.unpark(writer);
    boolean interrupted = false;
    while (writer.isAlive()) {
      try {
        writer.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    failIfFailed();
  }

  void enqueue(Received received) {
    offer(new Item.Message(received));
  }

  private void offer(Item item) {
    failIfFailed();
    boolean interrupted = false;
    while (!queue.offer(item)) {
      failIfFailed();
      LockSupport.unpark(writer);
      LockSupport.parkNanos(this, FULL_PARK_NANOS);
      // A pending interrupt would turn parking into spinning.
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (isIdle) {
      LockSupport.unpark(writer);
    }
    // The writer may have ended after the check above; then nobody takes the item out again.
    failIfFailed();
  }

  private void failIfFailed() {
    LogFailedException failed = failure.get();
    if (failed != null) {
      throw failed;
    }
  }

  private void write() {
    List<CompletableFuture<Void>> flushes = new ArrayList<>();
    try {
      int sinceFlush = 0;
      while (true) {
        Item item = queue.poll();
        switch (item) {
          case Item.Message message -> {
            segments.append(RecordWire.encode(encoder.apply(message.received())));
            recorded = segments.records();
            sinceFlush++;
          }
          case Item.Flush flush -> flushes.add(flush.done());
          case null -> {
            if (flushes.isEmpty()) {
              segments.write();
              if (isClosing && queue.isEmpty()) {
                segments.close();
                return;
              }
              idle();
            }
          }
        }
        if (!flushes.isEmpty() && (item == null || sinceFlush >= FLUSH_DELAY_MESSAGES_MAX)) {
          settle(flushes);
          sinceFlush = 0;
        }
      }
    } catch (Throwable e) {
      // Whatever ends this thread must reach those who wait for it.
      fail(e, flushes);
    }
  }

  private void settle(List<CompletableFuture<Void>> flushes) throws IOException {
    segments.force();
    flushes.forEach(done -> done.complete(null));
    flushes.clear();
  }

  private void idle() {
    isIdle = true;
    if (queue.isEmpty() && !isClosing) {
      LockSupport.parkNanos(this, IDLE_PARK_NANOS);
    }
    isIdle = false;
  }

  /** Receivers learn of it at their next message; what waits is let go, so that none of them hangs. */
  private void fail(Throwable cause, List<CompletableFuture<Void>> flushes) {
    LogFailedException failed =
        new LogFailedException(folder + ": the message log cannot be written: " + cause.getMessage(), cause);
    failure.set(failed);
    segments.abandon();
    flushes.forEach(done -> done.completeExceptionally(failed));
    for (Item item = queue.poll(); item != null; item = queue.poll()) {
      if (item instanceof Item.Flush flush) {
        flush.done().completeExceptionally(failed);
      }
    }
  }
}
