package org.collegium.organization.merging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.collegium.organization.messagelog.Landmark;
import org.collegium.organization.messagelog.LogExtent;
import org.collegium.organization.messagelog.LogFilter;
import org.collegium.organization.messagelog.LogReader;
import org.collegium.organization.messagelog.LogRecord;
import org.collegium.organization.messagelog.LogSettings;
import org.collegium.organization.messagelog.Party;
import org.collegium.organization.messagelog.RecordAppender;
import org.collegium.organization.wire.MessageWire;
import org.jspecify.annotations.Nullable;

/**
 * The log of a run that several nodes played, put together of what each of them recorded.
 *
 * <p>Nodes have no common clock, so the order of a merged log follows from its contents alone. What one incarnation of
 * a receiver recorded on one node is a <em>life</em>. A receiver's lives are ordered (see {@link Lives}) and numbered
 * anew as its incarnations; sequence numbers stay. Then all records are ordered by the latest round that their receiver
 * had heard of, in this life or, of an agent or an orchestrator, in an earlier one; within a round by receivers, then
 * lives. So the same logs give the same bytes, however they are listed. A message may stand before what caused it.
 *
 * <p>The logs are read twice. In memory is an entry for each life, and 64 MiB of records; what does not fit is written
 * beside the new log and read again.
 */
public final class MergedLog {
  private static final long HELD_BYTES_MAX = 64L << 20;

  private MergedLog() {}

  /**
   * Writes the merged log. A record that a process left unfinished at the end of a node's log is left out, which is
   * said; any other damage is an error.
   *
   * @param logs that nobody writes to any more; a node that has recorded nothing may be among them
   * @param folder of the new log; nothing may be in it. It appears whole or not at all
   * @throws IllegalArgumentException when two nodes have the same name
   * @throws org.collegium.organization.messagelog.LogDamagedException when a log is not what was written
   * @throws UncheckedIOException when a log cannot be read, or the new one cannot be written
   */
  public static MergeResult write(List<NodeLog> logs, Path folder, LogSettings settings) {
    return write(logs, folder, settings, HELD_BYTES_MAX);
  }

  /**
   * Writes the merged log of a run of which parts are lost, and says so in it.
   *
   * @param missing names of nodes that took part and whose logs are lost
   * @see #write(List, Path, LogSettings)
   */
  public static MergeResult writeWithout(
      List<String> missing, List<NodeLog> logs, Path folder, LogSettings settings) {
    return write(logs, missing, folder, settings, HELD_BYTES_MAX);
  }

  static MergeResult write(List<NodeLog> logs, Path folder, LogSettings settings, long heldBytesMax) {
    return write(logs, List.of(), folder, settings, heldBytesMax);
  }

  private static MergeResult write(
      List<NodeLog> logs, List<String> missing, Path folder, LogSettings settings, long heldBytesMax) {
    List<NodeLog> ordered = ordered(logs);
    Path part = folder.resolveSibling(folder.getFileName() + ".part");
    try {
      if (LogReader.hasLog(folder)) {
        throw new IOException("a log is there already");
      }
      delete(part);
      Files.createDirectories(part);
      MergeResult result = merge(ordered, missing, part, settings, heldBytesMax);
      Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return result;
    } catch (IOException e) {
      throw new UncheckedIOException(folder + ": the logs cannot be merged: " + e.getMessage(), e);
    }
  }

  /**
   * Whether a log was put together of those of several nodes.
   *
   * @throws UncheckedIOException when it cannot be read
   */
  public static boolean isMerged(Path messages) {
    AtomicBoolean isMerged = new AtomicBoolean();
    if (LogReader.hasLog(messages)) {
      LogReader.read(
          messages, LogFilter.of(Party.NODE).inRounds(0, 0), record -> isMerged.compareAndSet(false, isMerged(record)));
    }
    return isMerged.get();
  }

  /**
   * Nodes that took part in a run and whose logs are not in the merged one; empty when it is whole, or not merged.
   *
   * @throws UncheckedIOException when it cannot be read
   */
  public static List<String> missing(Path messages) {
    List<String> missing = new ArrayList<>();
    if (LogReader.hasLog(messages)) {
      LogReader.read(messages, LogFilter.of(Party.NODE).inRounds(0, 0), record -> {
        if (isMerged(record)
            && MessageWire.messageOf(record.manifest(), record.payload()) instanceof Landmark.Merged merged) {
          missing.addAll(merged.missing());
        }
      });
    }
    return List.copyOf(missing);
  }

  /** Whether a record is the one that says that its log was put together of those of several nodes. */
  public static boolean isMerged(LogRecord record) {
    return record.manifest().equals(MessageWire.manifest(new Landmark.Merged(1, 1, List.of())));
  }

  private static List<NodeLog> ordered(List<NodeLog> logs) {
    Set<String> names = new HashSet<>();
    for (NodeLog log : logs) {
      if (!names.add(log.node())) {
        throw new IllegalArgumentException("two nodes are named " + log.node());
      }
    }
    return logs.stream()
        .filter(log -> LogReader.hasLog(log.messages()))
        .sorted(Comparator.comparing(NodeLog::node))
        .toList();
  }

  private static MergeResult merge(
      List<NodeLog> logs, List<String> missing, Path part, LogSettings settings, long heldBytesMax)
      throws IOException {
    Lives lives = new Lives();
    List<String> notes = new ArrayList<>();
    for (NodeLog log : logs) {
      LogExtent extent = LogReader.read(log.messages(), record -> learn(lives, log, record));
      if (extent.ending() == LogExtent.Ending.TRUNCATED) {
        notes.add(torn(log, extent));
      }
    }
    lives.order();
    Path spilled = part.resolveSibling(part.getFileName() + ".spilled");
    delete(spilled);
    Files.createDirectories(spilled);
    try (SpilledOrder order = new SpilledOrder(spilled, heldBytesMax)) {
      for (NodeLog log : logs) {
        LogReader.read(log.messages(), record -> place(order, lives, log, record));
      }
      Landmark.Merged merged = new Landmark.Merged(logs.size(), lives.processes(), missing);
      return new MergeResult(append(order, part, settings, merged), logs.size(), lives.processes(), notes);
    } finally {
      delete(spilled);
    }
  }

  private static void learn(Lives lives, NodeLog log, LogRecord record) {
    if (isMerged(record)) {
      throw new IllegalArgumentException(log.messages() + ": is a merged log, not that of one node");
    }
    lives.learn(log.node(), record);
  }

  private static void place(SpilledOrder order, Lives lives, NodeLog log, LogRecord record) {
    if (record.receiver().equals(Party.NODE)) {
      return;
    }
    try {
      order.add(lives.place(log.node(), record));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long append(SpilledOrder order, Path folder, LogSettings settings, Landmark.Merged merged)
      throws IOException {
    try (RecordAppender log = RecordAppender.create(folder, settings)) {
      log.append(ofTheNode(1, new Landmark.Began(1)));
      log.append(ofTheNode(2, merged));
      order.drain(next -> log.append(next.record()));
      return log.records();
    }
  }

  private static LogRecord ofTheNode(long sequence, Landmark landmark) {
    return new LogRecord(
        Party.NODE,
        1,
        sequence,
        Party.NODE,
        "",
        0,
        "",
        MessageWire.manifest(landmark),
        MessageWire.bytes(landmark));
  }

  private static String torn(NodeLog log, LogExtent extent) throws IOException {
    long left = Files.size(extent.lastSegment()) - extent.lastSegmentBytes();
    return "node " + log.node() + ": its last process stopped while it wrote; " + left
        + " bytes behind the last whole record are left out (" + extent.lastSegment() + ")";
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(folder, new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        Files.delete(file);
        return FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
          throws IOException {
        if (failure != null) {
          throw failure;
        }
        Files.delete(visited);
        return FileVisitResult.CONTINUE;
      }
    });
  }
}
