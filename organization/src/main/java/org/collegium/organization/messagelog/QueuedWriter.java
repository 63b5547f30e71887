package org.collegium.organization.messagelog;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;

/**
 * A bounded queue before segments, and the thread between them.
 *
 * <p>A message costs its receiver one queue operation. Nothing is dropped: when the queue is full the receivers park,
 * because on few cores a spinning receiver would take the core that the writer needs.
 */
final class QueuedWriter implements LogWriter {
  /** How long a receiver parks before it tries again; about the time in which the writer frees a hundred places. */
  private static final long FULL_PARK_NANOS = 100_000;

  /** How long the writer parks when nobody wakes it; a bound, not a rhythm: receivers wake it. */
  private static final long IDLE_PARK_NANOS = 50_000_000;

  /** Waking a thread costs a receiver more than a message does, so the writer first looks once more by itself. */
  private static final long LOOK_AGAIN_PARK_NANOS = 20_000;

  /** A busy queue must not keep a flush waiting. */
  private static final int FLUSH_DELAY_MESSAGES_MAX = 4096;

  private final MpscAtomicArrayQueue<LogItem> queue;
  private final AtomicReference<LogFailedException> failure = new AtomicReference<>();
  private final AtomicLong recorded = new AtomicLong();
  private final Function<Received, LogRecord> encoder;
  private final SegmentWriter segments;
  private final SegmentArchiver archiver;
  private final Path folder;
  private final Thread thread = Thread.ofPlatform().name("message-log").daemon(true).unstarted(this::write);
  private volatile boolean isIdle;
  private volatile boolean isClosing;

  QueuedWriter(Path folder, LogSettings settings, Function<Received, LogRecord> encoder, LogPosition position)
      throws IOException {
    this.folder = folder;
    this.queue = new MpscAtomicArrayQueue<>(settings.queueMessagesMax());
    this.encoder = encoder;
    this.archiver = new SegmentArchiver(folder, settings.compression());
    this.segments = new SegmentWriter(folder, settings.segmentBytesMax(), position, archiver);
    this.recorded.set(position.extent().records());
    archiver.closed(position.segment());
  }

  void start() {
    archiver.start();
    thread.start();
  }

  int process() {
    return segments.process();
  }

  @Override
  public long recorded() {
    return recorded.get();
  }

  @Override
  public int waiting() {
    return queue.size();
  }

  @Override
  public void close() {
    isClosing = true;
    LockSupport.unpark(thread);
    Threads.join(thread);
    archiver.close();
    failIfFailed();
  }

  @Override
  public void put(LogItem item) {
    failIfFailed();
    boolean interrupted = false;
    while (!queue.offer(item)) {
      failIfFailed();
      LockSupport.unpark(thread);
      LockSupport.parkNanos(this, FULL_PARK_NANOS);
      // A pending interrupt would turn parking into spinning.
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (isIdle) {
      LockSupport.unpark(thread);
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
      boolean hasLooked = false;
      while (true) {
        LogItem item = queue.poll();
        switch (item) {
          case Received received -> {
            segments.append(encoder.apply(received));
            recorded.lazySet(segments.records());
            sinceFlush++;
            hasLooked = false;
          }
          case LogItem.Flush flush -> flushes.add(flush.done());
          case null -> {
            if (!hasLooked && flushes.isEmpty()) {
              hasLooked = true;
              LockSupport.parkNanos(this, LOOK_AGAIN_PARK_NANOS);
            } else if (flushes.isEmpty()) {
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
    flushes.forEach(done -> done.completeExceptionally(failed));
    for (LogItem item = queue.poll(); item != null; item = queue.poll()) {
      if (item instanceof LogItem.Flush flush) {
        flush.done().completeExceptionally(failed);
      }
    }
    segments.abandon();
  }
}
