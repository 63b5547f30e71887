package org.collegium.scenarios.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongBinaryOperator;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.collegium.organization.messagelog.LogDamagedException;
import org.collegium.organization.messagelog.LogReader;
import org.collegium.organization.messagelog.Party;
import org.collegium.organization.messagelog.SegmentIndex;
import org.collegium.scenarios.runfolder.RunFolder;

/**
 * How long a process that resumes a run takes until it works. It is watched from outside: when how much of its log was
 * in the file, and afterwards where in the file it says what.
 */
public final class ResumeBench {
  private static final Duration POLL_EVERY = Duration.ofMillis(4);
  private static final int POLLS_A_LOOK = 100;

  private final CrashSetting setting;
  private final RunFolder folder;
  private final int agents;

  /**
   * @param agents of the whole run
   */
  public ResumeBench(CrashSetting setting, int agents) {
    this.setting = setting;
    this.folder = new RunFolder(setting.scratch().resolve("run"));
    this.agents = agents;
  }

  /**
   * From the start of the process.
   *
   * @param logBegun its first message was recorded
   * @param firstAsked the first agent had recovered and asked the model host
   * @param firstServed the first agent had its adapters and began an episode
   * @param allServed so had every agent
   */
  public record Figures(Duration logBegun, Duration firstAsked, Duration firstServed, Duration allServed) {}

  /**
   * Begins the run and kills it when it has closed a round.
   *
   * @return how many rounds were closed
   */
  public int interrupt() throws IOException, InterruptedException {
    Path output = setting.scratch().resolve("run.txt");
    try (Child child = setting.program().start(List.of(), setting.run(folder), output)) {
      int closed = 0;
      while (closed == 0 && child.age().compareTo(setting.timeout()) < 0) {
        if (child.endsWithin(POLL_EVERY.multipliedBy(POLLS_A_LOOK))) {
          throw new IOException("the run ended before it could be killed: " + child.lastWords());
        }
        closed = LogLook.meanwhile(folder, setting.plan()).map(LogLook::closed).orElse(0);
      }
      child.kill();
      if (closed == 0) {
        throw new IOException("no round was closed within " + setting.timeout() + ": " + child.lastWords());
      }
      return closed;
    }
  }

  /** Resumes it in a process that is killed as soon as every agent works; so this can be done again. */
  public Figures resume() throws IOException, InterruptedException {
    GrowingLog log = GrowingLog.ofNextProcess(folder.messages());
    int process = log.process();
    NavigableMap<Long, Duration> writtenAfter = new TreeMap<>();
    Path output = setting.scratch().resolve("resume-" + process + ".txt");
    try (Child child = setting.program().start(List.of(), setting.resume(folder), output)) {
      boolean isAtWork = false;
      for (int polls = 1; !isAtWork && child.age().compareTo(setting.timeout()) < 0; polls++) {
        boolean hasEnded = child.endsWithin(POLL_EVERY);
        writtenAfter.putIfAbsent(log.bytesOfProcess(), child.age());
        isAtWork = polls % POLLS_A_LOOK == 0 && worldsAtWork(process) == agents;
        if (hasEnded && !isAtWork) {
          throw new IOException("the process ended before all agents worked: " + child.lastWords());
        }
      }
      child.kill();
      if (!isAtWork) {
        throw new IOException("not all agents worked within " + setting.timeout() + ": " + child.lastWords());
      }
    }
    return figures(process, writtenAfter);
  }

  private int worldsAtWork(int process) {
    try {
      return index(process)
          .map(index -> (int) index.receivers().keySet().stream().filter(of(Party.Kind.WORLD)).count())
          .orElse(0);
    } catch (LogDamagedException | UncheckedIOException changing) {
      // It is being written; the next look sees it whole.
      return 0;
    }
  }

  private static Predicate<Party> of(Party.Kind kind) {
    return party -> party.kind() == kind;
  }

  /** Of the first segment that a process wrote. */
  private Optional<SegmentIndex> index(int process) {
    return LogReader.indexes(folder.messages()).stream().filter(index -> index.process() == process).findFirst();
  }

  private Figures figures(int process, NavigableMap<Long, Duration> writtenAfter) {
    SegmentIndex index = index(process).orElseThrow();
    return new Figures(
        Optional.ofNullable(writtenAfter.higherEntry(0L)).orElseThrow().getValue(),
        when(index, Party.Kind.MODEL_HOST, Math::min, writtenAfter),
        when(index, Party.Kind.WORLD, Math::min, writtenAfter),
        when(index, Party.Kind.WORLD, Math::max, writtenAfter));
  }

  /** When the first messages to actors of a kind were in the file: to the first or to the last of them. */
  private static Duration when(
      SegmentIndex index, Party.Kind kind, LongBinaryOperator which, NavigableMap<Long, Duration> writtenAfter) {
    LongStream firstOffsets =
        index.receivers().entrySet().stream()
            .filter(entry -> of(kind).test(entry.getKey()))
            .mapToLong(entry ->
                entry.getValue().rounds().values().stream()
                    .mapToLong(SegmentIndex.RoundIndex::firstOffset)
                    .min()
                    .orElseThrow());
    long offset = firstOffsets.reduce(which).orElseThrow();
    return Optional.ofNullable(writtenAfter.higherEntry(offset)).orElseThrow().getValue();
  }
}
