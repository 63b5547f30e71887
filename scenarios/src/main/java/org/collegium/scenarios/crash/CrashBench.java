package org.collegium.scenarios.crash;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.collegium.agents.identity.Seeds;
import org.collegium.organization.messagelog.LogReader;
import org.collegium.organization.messagelog.SegmentIndex;
import org.collegium.organization.run.RunOutcome;
import org.collegium.scenarios.result.RecordedSummary;
import org.collegium.scenarios.runfolder.RunFolder;
import org.collegium.scenarios.runfolder.RunFolders;

/** Kills runs at drawn instants and places, resumes them until they are done, and compares how they end. */
public final class CrashBench {
  private final CrashSetting setting;
  private final Consumer<String> news;

  /**
   * @param news is told of each run when it is done
   */
  public CrashBench(CrashSetting setting, Consumer<String> news) {
    this.setting = setting;
    this.news = news;
  }

  /**
   * Does it. The folders of runs that ended as they must are removed.
   *
   * @param kills runs that are killed from outside
   * @param points runs for each place at which a process can be told to crash
   * @param seed draws instants and places
   */
  public CrashReport run(int kills, int points, long seed) throws IOException, InterruptedException {
    Reference reference = uninterrupted();
    List<Trial> trials = new ArrayList<>();
    for (int number = 1; number <= kills; number++) {
      trials.add(play("kill-" + number, reference, Seeds.derive(seed, "kill", number), Optional.empty()));
    }
    int number = 0;
    for (Injection injection : Injection.drawn(reference.passages(), points, seed)) {
      number++;
      trials.add(play("point-" + number, reference, Seeds.derive(seed, "point", number), Optional.of(injection)));
    }
    return new CrashReport(reference.outcome().finalStateHash(), trials);
  }

  private Reference uninterrupted() throws IOException, InterruptedException {
    RunFolder folder = new RunFolder(setting.scratch().resolve("uninterrupted"));
    Path output = setting.scratch().resolve("uninterrupted.txt");
    try (Child child = setting.program().start(List.of(), setting.run(folder), output)) {
      boolean hasEnded = child.endsWithin(setting.timeout());
      Duration wall = child.age();
      child.kill();
      if (!hasEnded || child.exitCode() != 0) {
        throw new IOException("the run that nobody interrupts did not come to its end: " + child.lastWords());
      }
      RunOutcome outcome = RecordedSummary.readOutcome(folder.summary()).orElseThrow();
      long logBytes = LogReader.indexes(folder.messages()).stream().mapToLong(SegmentIndex::bytes).sum();
      news.accept(String.format(
          Locale.ROOT, "uninterrupted: %.1f s, final state %s", wall.toMillis() / 1e3,
          outcome.finalStateHash()));
      return new Reference(outcome, logBytes, Passages.of(folder, outcome));
    }
  }

  private Trial play(String name, Reference reference, long seed, Optional<Injection> injection)
      throws IOException, InterruptedException {
    Path folder = setting.scratch().resolve(name);
    Trial trial = new CrashTrial(setting, reference, folder, seed, injection).play();
    String where = injection.map(at -> at.specification() + ", ").orElse("") + String.join(", then ", trial.places());
    news.accept(name + ": " + where + ": " + trial.fault().map(fault -> "DIFFERENT: " + fault).orElse("equal"));
    if (trial.isEqual()) {
      RunFolders.discard(new RunFolder(folder));
    }
    return trial;
  }
}
