package org.collegium.organization.messagelog;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The message log of one node while it is written.
 *
 * <p>Actors put what they receive into a bounded queue; one thread turns it into Protobuf and appends it to segments.
 * The order of the log is the order of the queue; a message that an actor sent because of another one stands behind it.
 *
 * <p>{@link #flush()} waits in the same queue, so it covers everything recorded before; flushes that wait together
 * share one write to the disk.
 */
public final class MessageLog implements AutoCloseable {
  private final ConcurrentHashMap<Party, Integer> incarnations;
  private final Optional<LogRepair> repair;
  private final LogWriter writer;

  private MessageLog(Map<Party, Integer> incarnations, Optional<LogRepair> repair, LogWriter writer) {
    this.incarnations = new ConcurrentHashMap<>(incarnations);
    this.repair = repair;
    this.writer = writer;
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
    if (!settings.isEnabled()) {
      return new MessageLog(Map.of(), Optional.empty(), new SilentWriter());
    }
    try {
      LogPosition position = LogReader.position(folder);
      Optional<LogRepair> repair = TornTail.cut(folder, position);
      for (SegmentIndex index : position.indexes().subList(0, position.segment())) {
        IndexFile.write(folder, index);
      }
      QueuedWriter writer = new QueuedWriter(folder, settings, encoder, position);
      MessageLog log = new MessageLog(position.incarnations(), repair, writer);
      writer.start();
      log.recorder(Party.NODE).record(new Landmark.Began(writer.process()));
      return log;
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": the message log cannot be written: " + e.getMessage(), e);
    }
  }

  /** What had to be cut off the log when it was opened; empty when it ended behind a whole record. */
  public Optional<LogRepair> repair() {
    return repair;
  }

  /** A recorder for a new incarnation of an actor. */
  public Recorder recorder(Party receiver) {
    return new Recorder(writer, receiver, incarnations.merge(receiver, 1, Integer::sum));
  }

  /** How many messages the whole log holds so far, those of earlier processes too. */
  public long recorded() {
    return writer.recorded();
  }

  /** How many messages and flushes wait for the writer: how far the log lags behind. */
  public int waiting() {
    return writer.waiting();
  }

  /** Completes when everything recorded before this call is on the disk; fails when the log has failed. */
  public CompletionStage<Void> flush() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    writer.put(new LogItem.Flush(done));
    return done;
  }

  /**
   * Writes what is left and the end mark. Nothing may be recorded any more.
   *
   * @throws LogFailedException when the log has failed
   */
  @Override
  public void close() {
    writer.close();
  }
}
