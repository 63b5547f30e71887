package org.collegium.organization.bench;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.collegium.organization.messagelog.Compression;
import org.collegium.organization.messagelog.LogRecord;
import org.collegium.organization.messagelog.LogSettings;
import org.collegium.organization.messagelog.MessageLog;
import org.collegium.organization.messagelog.Party;
import org.collegium.organization.messagelog.Received;
import org.collegium.organization.messagelog.Recorder;

/** Small logs of every kind that a run can leave: closed or killed, of one process or two, archived or plain. */
final class SampleLogs {
  private static final int SEGMENT_BYTES_MAX = 1_500;
  private static final int MESSAGES = 60;
  private static final int ROUND_MESSAGES = 20;

  private SampleLogs() {}

  /** Receivers of the samples. */
  static Party receiver(int number) {
    return new Party(Party.Kind.AGENT, "arm/1/agent-" + number);
  }

  /** Files by name, for each sample by name. */
  static SortedMap<String, SortedMap<String, byte[]>> write(Path scratch) throws IOException {
    SortedMap<String, SortedMap<String, byte[]>> samples = new TreeMap<>();
    samples.put("plain, closed", closed(scratch.resolve("1"), Compression.NONE, 1));
    samples.put("archived, two processes, closed", closed(scratch.resolve("2"), Compression.ZSTD, 2));
    samples.put("plain, killed", killed(scratch.resolve("3")));
    closed(scratch.resolve("4"), Compression.ZSTD, 1);
    samples.put("archived, second process killed", killed(scratch.resolve("4")));
    return samples;
  }

  static LogSettings settings(Compression compression) {
    return new LogSettings(SEGMENT_BYTES_MAX, 64, compression, true);
  }

  static SortedMap<String, byte[]> files(Path folder) throws IOException {
    SortedMap<String, byte[]> bytes = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        bytes.put(file.getFileName().toString(), Files.readAllBytes(file));
      }
    }
    return bytes;
  }

  static LogRecord encode(Received received) {
    int round = received.message() instanceof Integer message ? 1 + message / ROUND_MESSAGES : 0;
    return new LogRecord(
        received.receiver(),
        received.incarnation(),
        received.sequence(),
        Party.NODE,
        "arm/1",
        round,
        "t" + round,
        "text",
        ByteString.copyFromUtf8("message " + received.message()));
  }

  private static SortedMap<String, byte[]> closed(Path folder, Compression compression, int processes)
      throws IOException {
    for (int process = 0; process < processes; process++) {
      try (MessageLog log = MessageLog.open(folder, settings(compression), SampleLogs::encode)) {
        fill(log);
      }
    }
    return files(folder);
  }

  /** What stands in the folder while the log is still open. */
  private static SortedMap<String, byte[]> killed(Path folder) throws IOException {
    try (MessageLog log = MessageLog.open(folder, settings(Compression.NONE), SampleLogs::encode)) {
      fill(log);
      log.flush().toCompletableFuture().join();
      return files(folder);
    }
  }

  private static void fill(MessageLog log) {
    List<Recorder> recorders = Stream.of(0, 1, 2).map(number -> log.recorder(receiver(number))).toList();
    for (int message = 0; message < MESSAGES; message++) {
      recorders.get(message % recorders.size()).record(message);
    }
  }
}
