package org.collegium.scenarios.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.collegium.modelhost.fault.CrashPoints;
import org.collegium.organization.messagelog.LogDamagedException;
import org.collegium.organization.replay.ReplayResult;
import org.collegium.organization.replay.Replayer;
import org.collegium.organization.rounds.InitialStates;
import org.collegium.organization.run.RunOutcome;
import org.collegium.scenarios.result.RecordedSummary;
import org.collegium.scenarios.runfolder.RunFolder;
import org.collegium.scenarios.runfolder.RunFolders;

/** One run is begun, killed, resumed, perhaps killed again, until it is done; then it is compared. */
final class CrashTrial {
  /** How many processes may work on one run; the last one is left alone. */
  private static final int PROCESSES_MAX = 6;

  /** A process that resumes is killed too, once in so many times. */
  private static final int KILLED_AGAIN_ONE_IN = 3;
  private static final int KILLED_EARLY_ONE_IN = 4;
  private static final long EARLY_MS_MAX = 4000;

  /** As long as some things take of which no message tells, like a step of learning. */
  private static final long LONGER_MS_MAX = 300;
  private static final Duration POLL_EVERY = Duration.ofMillis(5);
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);

  private final CrashSetting setting;
  private final Reference reference;
  private final RunFolder folder;
  private final SplittableRandom random;
  private final Optional<Injection> injection;
  private final List<String> places = new ArrayList<>();
  private final List<Duration> firstRounds = new ArrayList<>();
  private int repairs;

  /** A child is done with its run, or not yet. */
  private enum Progress {
    DONE,
    DIED
  }

  /** Something that must not be. */
  private static final class FaultException extends Exception {
    private static final long serialVersionUID = 1;

    FaultException(String what) {
      super(what);
    }
  }

  /**
   * @param folder must not be there yet
   * @param injection where the first process crashes; empty when it is killed from outside at any instant
   */
  CrashTrial(
      CrashSetting setting, Reference reference, Path folder, long seed, Optional<Injection> injection) {
    this.setting = setting;
    this.reference = reference;
    this.folder = new RunFolder(folder);
    this.random = new SplittableRandom(seed);
    this.injection = injection;
  }

  Trial play() throws IOException, InterruptedException {
    Optional<String> fault;
    try {
      Progress progress = Progress.DIED;
      for (int process = 1; progress == Progress.DIED; process++) {
        progress = work(process);
      }
      compare();
      fault = Optional.empty();
    } catch (FaultException | LogDamagedException found) {
      fault = Optional.of(String.valueOf(found.getMessage()));
    }
    String cause = injection.map(Injection::place).orElse(Trial.KILLED);
    return new Trial(cause, places, repairs, firstRounds, fault);
  }

  private Progress work(int process) throws IOException, InterruptedException, FaultException {
    boolean isNew = !Files.isRegularFile(folder.configuration());
    if (isNew && Files.isDirectory(folder.root())) {
      // It died so early that the folder has no configuration: it is no run yet, and 'run' wants to make it itself.
      RunFolders.discard(folder);
    }
    Path output = setting.scratch().resolve(folder.root().getFileName() + "-process-" + process + ".txt");
    List<String> properties = new ArrayList<>(injection.map(Injection::properties).orElse(List.of()));
    boolean crashes = process == 1 && injection.isPresent();
    if (crashes) {
      properties.add(CrashPoints.PROPERTY + "=" + injection.get().specification());
    }
    boolean isKilled = process == 1 ? !crashes : isKilledAgain(process);
    List<String> arguments = isNew ? setting.run(folder) : setting.resume(folder);
    boolean isKilledEarly = isKilled && process > 1 && random.nextInt(KILLED_EARLY_ONE_IN) == 0;
    try (Child child = setting.program().start(properties, arguments, output)) {
      boolean hasEnded =
          isKilledEarly
              ? endsBeforeItIsKilledEarly(child)
              : isKilled ? endsBeforeItIsKilled(child) : endsAlone(child, !isNew);
      child.kill();
      repairs += child.printed().contains("were cut off") ? 1 : 0;
      if (!hasEnded && !isKilled) {
        throw new FaultException("a process did not end within " + setting.timeout() + said(child));
      }
      return hasEnded ? ended(child, crashes) : died();
    }
  }

  private boolean isKilledAgain(int process) {
    return process < PROCESSES_MAX && random.nextInt(KILLED_AGAIN_ONE_IN) == 0;
  }

  /**
   * Lives until so many bytes more are in the log, and a little longer. An instant is drawn among the messages of the
   * run, not on the clock: so it hits the run wherever it stands, however slow the machine is just then.
   */
  private boolean endsBeforeItIsKilled(Child child) throws IOException, InterruptedException {
    GrowingLog log = GrowingLog.ofNextProcess(folder.messages());
    long bytes = random.nextLong(Math.max(1, reference.logBytes() - log.bytesBefore()));
    Duration longer = Duration.ofMillis(random.nextLong(LONGER_MS_MAX));
    boolean hasEnded = false;
    while (!hasEnded && log.bytesOfProcess() < bytes && child.age().compareTo(setting.timeout()) < 0) {
      hasEnded = child.endsWithin(POLL_EVERY);
    }
    return hasEnded || child.endsWithin(longer);
  }

  /** Of processes that resume, some are killed before they have written anything, while they read and repair. */
  private boolean endsBeforeItIsKilledEarly(Child child) throws InterruptedException {
    return child.endsWithin(Duration.ofMillis(random.nextLong(EARLY_MS_MAX)));
  }

  private Progress ended(Child child, boolean crashes) throws IOException, FaultException {
    if (crashes && child.exitCode() == CrashPoints.EXIT_CODE) {
      return died();
    }
    if (crashes) {
      throw new FaultException(
          "it ended with " + child.exitCode() + " and did not pass " + injection.orElseThrow().specification());
    }
    if (child.exitCode() != 0) {
      throw new FaultException("a process ended with " + child.exitCode() + said(child));
    }
    if (places.isEmpty()) {
      places.add(Trial.NOT_HIT);
    }
    return Progress.DONE;
  }

  private Progress died() throws IOException {
    places.add(reference.place(LogLook.at(folder, setting.plan())));
    return Progress.DIED;
  }

  /** Waits for the end and notes when the first round is closed. */
  private boolean endsAlone(Child child, boolean isResumed) throws IOException, InterruptedException {
    int closedBefore = isResumed ? LogLook.at(folder, setting.plan()).closed() : Integer.MAX_VALUE;
    boolean isWaiting = isResumed;
    while (child.age().compareTo(setting.timeout()) < 0) {
      if (child.endsWithin(LOOK_EVERY)) {
        return true;
      }
      if (isWaiting) {
        Optional<LogLook> look = LogLook.meanwhile(folder, setting.plan());
        isWaiting = look.isEmpty() || look.get().closed() <= closedBefore;
        if (!isWaiting) {
          firstRounds.add(child.age());
        }
      }
    }
    return false;
  }

  private void compare() throws FaultException {
    RunOutcome outcome = RecordedSummary.readOutcome(folder.summary())
        .orElseThrow(() -> new FaultException("the run has ended and has no summary"));
    if (!outcome.equals(reference.outcome())) {
      throw new FaultException("it ended with " + outcome + " instead of " + reference.outcome());
    }
    ReplayResult replay =
        Replayer.replay(folder.messages(), setting.plan(), InitialStates.NONE, Optional.of(outcome));
    if (replay.difference().isPresent()) {
      throw new FaultException("its log does not replay: " + replay.difference().get());
    }
    if (!replay.finalStateHash().equals(outcome.finalStateHash())) {
      throw new FaultException("its log replays to " + replay.finalStateHash());
    }
  }

  private static String said(Child child) throws IOException {
    return "; it said: " + child.lastWords();
  }
}
