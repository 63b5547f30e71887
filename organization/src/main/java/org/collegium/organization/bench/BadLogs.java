package org.collegium.organization.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.collegium.organization.bench.Mutations.Kind;
import org.collegium.organization.messagelog.Compression;
import org.collegium.organization.messagelog.LogDamagedException;
import org.collegium.organization.messagelog.LogExtent;
import org.collegium.organization.messagelog.LogFilter;
import org.collegium.organization.messagelog.LogReader;
import org.collegium.organization.messagelog.LogRecord;
import org.collegium.organization.messagelog.LogRepair;
import org.collegium.organization.messagelog.MessageLog;

/**
 * Damages logs in seeded ways and watches what reading and opening them does. Every case must end in one of the
 * {@link Verdict verdicts}; anything else is a fault of the log.
 */
public final class BadLogs {
  private static final LogFilter FILTER = LogFilter.of(SampleLogs.receiver(1)).inRounds(2, 2);
  private static final List<Kind> KINDS = List.of(Kind.values());

  private final Path scratch;
  private final long seed;
  private final SplittableRandom random;
  private final Mutations mutations;
  private final List<Sample> samples = new ArrayList<>();
  private final SortedMap<String, SortedMap<Verdict, Integer>> verdicts = new TreeMap<>();
  private final List<String> faults = new ArrayList<>();

  /** What a damaged log must lead to. */
  public enum Verdict {
    /** Reading and opening name the file and the offset, and opening changes nothing. */
    NAMED,
    /** The last segment ends inside a record; opening cuts that off, says so, and goes on. */
    REPAIRED,
    /** The last segment ends early behind a whole record, and the log says that nobody closed it. */
    LEFT_OPEN,
    /** Only derived files were touched: what is read stays the same. */
    HARMLESS,
    /** None of these: the log is at fault. */
    FAULT
  }

  /**
   * What came of it.
   *
   * @param verdicts how many cases ended how, by kind of damage
   * @param faults a line for each case that should not have ended so
   */
  public record Result(SortedMap<String, SortedMap<Verdict, Integer>> verdicts, List<String> faults) {}

  private record Sample(String name, SortedMap<String, byte[]> files, LogExtent extent, List<LogRecord> records) {}

  private BadLogs(Path scratch, long seed) throws IOException {
    this.scratch = scratch;
    this.seed = seed;
    this.random = new SplittableRandom(seed);
    this.mutations = new Mutations(random);
    for (var sample : SampleLogs.write(scratch.resolve("samples")).entrySet()) {
      List<LogRecord> records = new ArrayList<>();
      Path folder = put(sample.getValue());
      LogExtent extent = LogReader.read(folder, records::add);
      samples.add(new Sample(sample.getKey(), sample.getValue(), extent, records));
    }
  }

  /**
   * Tries so many cases.
   *
   * @param scratch an empty folder
   * @param seed gives the same cases again
   */
  public static Result tryAll(Path scratch, long seed, int cases) throws IOException {
    BadLogs bad = new BadLogs(scratch, seed);
    for (int number = 0; number < cases; number++) {
      bad.tryOne(number);
    }
    return new Result(Collections.unmodifiableSortedMap(bad.verdicts), List.copyOf(bad.faults));
  }

  private void tryOne(int number) throws IOException {
    Sample sample = samples.get(random.nextInt(samples.size()));
    Kind kind = KINDS.get(random.nextInt(KINDS.size()));
    boolean hasPlain = sample.files.keySet().stream().anyMatch(name -> name.endsWith(".log"));
    boolean needsPlain = kind.name().startsWith("FRAME") || kind == Kind.OTHER_VERSION;
    if (needsPlain && !hasPlain) {
      kind = Kind.BIT_FLIP;
    }
    SortedMap<String, byte[]> files = mutations.apply(kind, sample.files);
    while (isSame(files, sample.files)) {
      files = mutations.apply(kind, sample.files);
    }
    Path folder = put(files);
    Verdict verdict;
    try {
      verdict = judge(folder, kind, sample, files);
    } catch (IllegalStateException e) {
      faults.add("seed " + seed + ", case " + number + ", " + kind + " of the log that is " + sample.name + ": "
          + e.getMessage());
      verdict = Verdict.FAULT;
    }
    verdicts.computeIfAbsent(kind.name(), first -> new TreeMap<>()).merge(verdict, 1, Integer::sum);
  }

  private Verdict judge(Path folder, Kind kind, Sample sample, SortedMap<String, byte[]> files) throws IOException {
    List<LogRecord> records = new ArrayList<>();
    Optional<LogExtent> extent = Optional.empty();
    try {
      extent = Optional.of(LogReader.read(folder, records::add));
    } catch (LogDamagedException e) {
      checkNamed(folder, e);
    } catch (RuntimeException e) {
      throw new IllegalStateException("reading ended with " + e, e);
    }
    check(records.size() <= sample.records.size() && records.equals(sample.records.subList(0, records.size())),
        "reading gave records that were never written");
    checkFiltered(folder, sample, records);
    boolean isOfIndex = kind.name().startsWith("INDEX");
    check(!isOfIndex || extent.isPresent(), "a damaged index kept the log from being read");
    if (extent.isEmpty()) {
      checkRefused(folder, files);
      return Verdict.NAMED;
    }
    return judgeReadable(folder, isOfIndex, sample, records, extent.get());
  }

  private static Verdict judgeReadable(
      Path folder, boolean isOfIndex, Sample sample, List<LogRecord> records, LogExtent extent) {
    Verdict verdict =
        switch (extent.ending()) {
          case TRUNCATED -> Verdict.REPAIRED;
          case OPEN -> isOfIndex ? Verdict.HARMLESS : Verdict.LEFT_OPEN;
          case COMPLETE -> Verdict.HARMLESS;
        };
    boolean isUnchanged = records.equals(sample.records) && extent.ending() == sample.extent.ending();
    check((verdict == Verdict.HARMLESS) == isOfIndex, "damage of a segment was not seen");
    check(!isOfIndex || isUnchanged, "a damaged index changed what is read");
    check(verdict != Verdict.LEFT_OPEN || !isUnchanged, "damage of a segment was not seen");
    Optional<LogRepair> repair;
    try (MessageLog log = MessageLog.open(folder, SampleLogs.settings(Compression.NONE), SampleLogs::encode)) {
      repair = log.repair();
      log.recorder(SampleLogs.receiver(1)).record("later");
    } catch (RuntimeException e) {
      throw new IllegalStateException("a log that could be read could not be gone on with: " + e, e);
    }
    check(repair.isPresent() == (verdict == Verdict.REPAIRED), "the repair was " + repair);
    check(repair.isEmpty() || repair.get().file().equals(extent.lastSegment()), "another segment was repaired");
    List<LogRecord> after = new ArrayList<>();
    LogExtent gone = LogReader.read(folder, after::add);
    check(gone.ending() == LogExtent.Ending.COMPLETE && gone.processes() == extent.processes() + 1,
        "the log that went on is not complete");
    check(after.size() == records.size() + 2 && after.subList(0, records.size()).equals(records),
        "a repair lost whole records");
    return verdict;
  }

  /** Opening must say the same and leave every byte alone. */
  private static void checkRefused(Path folder, SortedMap<String, byte[]> files) throws IOException {
    try (MessageLog _ = MessageLog.open(folder, SampleLogs.settings(Compression.NONE), SampleLogs::encode)) {
      throw new IllegalStateException("a log that cannot be read was gone on with");
    } catch (LogDamagedException e) {
      checkNamed(folder, e);
    }
    check(isSame(SampleLogs.files(folder), files), "opening a damaged log changed it");
  }

  private static void checkNamed(Path folder, LogDamagedException damage) {
    String text = String.valueOf(damage.getMessage());
    check(damage.file().startsWith(folder) && text.contains(": at byte " + damage.offset() + ": "),
        "neither file nor offset are in: " + text);
  }

  /** A filtered read may skip damage, but must not find anything else. */
  private static void checkFiltered(Path folder, Sample sample, List<LogRecord> readable) {
    List<LogRecord> found = new ArrayList<>();
    try {
      LogReader.read(folder, FILTER, found::add);
    } catch (LogDamagedException e) {
      checkNamed(folder, e);
      return;
    } catch (RuntimeException e) {
      throw new IllegalStateException("a filtered read ended with " + e, e);
    }
    check(found.equals(filtered(sample.records)) || found.equals(filtered(readable)),
        "a filtered read found something else");
  }

  private static List<LogRecord> filtered(List<LogRecord> records) {
    return records.stream()
        .filter(record -> FILTER.receivers().contains(record.receiver()) && record.round() == FILTER.firstRound())
        .toList();
  }

  private static void check(boolean isRight, String otherwise) {
    if (!isRight) {
      throw new IllegalStateException(otherwise);
    }
  }

  private static boolean isSame(SortedMap<String, byte[]> one, SortedMap<String, byte[]> other) {
    return one.keySet().equals(other.keySet())
        && one.keySet().stream().allMatch(name -> Arrays.equals(one.get(name), other.get(name)));
  }

  private Path put(SortedMap<String, byte[]> files) throws IOException {
    Path folder = scratch.resolve("case");
    clear(folder);
    Files.createDirectories(folder);
    for (var file : files.entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
    return folder;
  }

  private static void clear(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).forEach(BadLogs::delete);
      }
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
