package org.collegium.organization.bench;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.collegium.organization.messagelog.LogReader;
import org.collegium.organization.messagelog.LogRecord;
import org.collegium.organization.messagelog.LogSettings;
import org.collegium.organization.messagelog.MessageLog;
import org.collegium.organization.messagelog.Party;
import org.collegium.organization.messagelog.Received;
import org.collegium.organization.messagelog.Recorder;

/**
 * How many records a log takes and gives back in a second: queue, encoding, checksums and writing as in a run, with
 * messages whose payload of 100 bytes is ready.
 */
public final class LogThroughput {
  private static final int PAYLOAD_BYTES = 100;
  private static final int PAYLOADS = 1 << 10;
  private static final int RECEIVERS_A_PRODUCER = 32;
  private static final int ROUND_RECORDS = 1_000;
  private static final Party ORCHESTRATOR = Party.orchestrator("bench/1");

  private final Path folder;
  private final LogSettings settings;
  private final int producers;
  private final List<ByteString> payloads;

  /** How a producer treats the end of a round. */
  public enum RoundEnd {
    /** It goes on. */
    GO_ON,
    /** It waits until everything is on the disk. */
    WAIT_FOR_DISK,
    /** It goes on; every hundredth time the heap is collected and looked at. */
    MEASURE_HEAP
  }

  /**
   * What was measured.
   *
   * @param flushes how often a producer waited for the disk
   * @param writeNanos from the first record to the end mark on the disk
   * @param readNanos to read and check everything again
   * @param diskBytes of the segments
   * @param heapBytesMax live heap above that at the beginning, after a collection; 0 unless it was measured
   */
  public record Figures(
      long records, long flushes, long writeNanos, long readNanos, long diskBytes, long heapBytesMax) {
    /** Records written in a second. */
    public double writtenPerSecond() {
      return records * 1e9 / writeNanos;
    }

    /** Records read in a second. */
    public double readPerSecond() {
      return records * 1e9 / readNanos;
    }
  }

  /**
   * Prepares a measurement.
   *
   * @param folder of the log; each measurement needs one of its own
   * @param producers threads that record
   */
  public LogThroughput(Path folder, LogSettings settings, int producers) {
    this.folder = folder;
    this.settings = settings;
    this.producers = producers;
    SplittableRandom random = new SplittableRandom(1);
    this.payloads = Stream.generate(() -> payload(random)).limit(PAYLOADS).toList();
  }

  /**
   * Measures.
   *
   * @param recordsAProducer in rounds of 1,000
   */
  public Figures measure(int recordsAProducer, RoundEnd roundEnd) {
    long heapBefore = roundEnd == RoundEnd.MEASURE_HEAP ? liveHeap() : 0;
    List<CompletableFuture<Long>> peaks = new ArrayList<>();
    long startNs = System.nanoTime();
    try (MessageLog log = MessageLog.open(folder, settings, this::encode);
        ExecutorService threads = Executors.newFixedThreadPool(producers)) {
      for (int producer = 0; producer < producers; producer++) {
        List<Recorder> recorders = recorders(log, producer);
        peaks.add(
            CompletableFuture.supplyAsync(() -> produce(log, recorders, recordsAProducer, roundEnd), threads));
      }
      peaks.forEach(CompletableFuture::join);
    }
    long writtenNs = System.nanoTime();
    long read = LogReader.read(folder, record -> {}).records();
    long readNs = System.nanoTime();
    long records = (long) producers * recordsAProducer;
    if (read != records + 1) {
      throw new IllegalStateException(read + " records came back of " + records);
    }
    long flushes = roundEnd == RoundEnd.WAIT_FOR_DISK ? records / ROUND_RECORDS : 0;
    long heap = peaks.stream().mapToLong(CompletableFuture::join).max().orElse(0) - heapBefore;
    return new Figures(records, flushes, writtenNs - startNs, readNs - writtenNs, size(folder), Math.max(0, heap));
  }

  /** Bytes of the segments of a log, compressed or not, without their indexes. */
  public static long size(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> !file.toString().endsWith(".idx")).mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Recorder> recorders(MessageLog log, int producer) {
    List<Recorder> recorders = new ArrayList<>();
    for (int receiver = 0; receiver < RECEIVERS_A_PRODUCER; receiver++) {
      recorders.add(log.recorder(new Party(Party.Kind.AGENT, "bench/1/agent-" + producer + "-" + receiver)));
    }
    return recorders;
  }

  /** Returns the largest live heap seen. */
  private long produce(MessageLog log, List<Recorder> recorders, int records, RoundEnd roundEnd) {
    long heapMax = 0;
    for (int record = 0; record < records; record++) {
      recorders.get(record % RECEIVERS_A_PRODUCER).record(payloads.get(record % PAYLOADS));
      if (record % ROUND_RECORDS != ROUND_RECORDS - 1) {
        continue;
      }
      switch (roundEnd) {
        case WAIT_FOR_DISK -> log.flush().toCompletableFuture().join();
        case MEASURE_HEAP -> {
          if (record / ROUND_RECORDS % 100 == 99) {
            heapMax = Math.max(heapMax, liveHeap());
          }
        }
        default -> {}
      }
    }
    return heapMax;
  }

  private LogRecord encode(Received received) {
    ByteString payload = received.message() instanceof ByteString bytes ? bytes : ByteString.EMPTY;
    return new LogRecord(
        received.receiver(),
        received.incarnation(),
        received.sequence(),
        ORCHESTRATOR,
        "bench/1",
        (int) (received.sequence() * RECEIVERS_A_PRODUCER / ROUND_RECORDS),
        "t0/e0/s1/act",
        "ao",
        payload);
  }

  private static ByteString payload(SplittableRandom random) {
    byte[] bytes = new byte[PAYLOAD_BYTES];
    random.nextBytes(bytes);
    return ByteString.copyFrom(bytes);
  }

  private static long liveHeap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
