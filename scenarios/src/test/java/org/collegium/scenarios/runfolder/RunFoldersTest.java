package org.collegium.scenarios.runfolder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.collegium.scenarios.configuration.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFoldersTest {
  @TempDir private Path folder;

  @Test
  void runsAreNumberedOnFromTheHighest() throws IOException {
    Files.createDirectories(folder.resolve("runs/first-call-007"));
    Files.createDirectories(folder.resolve("runs/first-call-long-012"));

    Path made = RunFolders.makeNext(folder.resolve("runs"), "first-call", 0).root();
    Path next = RunFolders.makeNext(folder.resolve("runs"), "first-call", 0).root();

    assertThat(made).isEqualTo(folder.resolve("runs/first-call-008")).isDirectory();
    assertThat(next).isEqualTo(folder.resolve("runs/first-call-009"));
    assertThat(RunFolders.makeNext(folder.resolve("runs"), "other", 0).root()).hasFileName("other-001");
  }

  @Test
  void whatIsThereIsNeverTouched() throws IOException {
    Path taken = Files.createDirectories(folder.resolve("taken"));
    Files.writeString(taken.resolve("summary.json"), "{}");

    assertThatThrownBy(() -> RunFolders.make(taken, 0))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("--out: " + taken + " exists already; give another name or remove it");
    assertThat(taken.resolve("summary.json")).hasContent("{}");
  }

  @Test
  void aFolderInsideOfAFileCannotBeMade() throws IOException {
    Files.writeString(folder.resolve("file"), "");

    assertThatThrownBy(() -> RunFolders.make(folder.resolve("file/run"), 0))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("--out: ");
  }

  @Test
  void aDiskThatIsTooFullIsToldBeforeAnythingIsMade() {
    assertThatThrownBy(() -> RunFolders.make(folder.resolve("run"), Long.MAX_VALUE))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("MB are free");
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void aDiscardedFolderIsGone() throws IOException {
    RunFolder run = RunFolders.make(folder.resolve("run"), 0);
    RunFolders.writeConfiguration(run, "a = 1");
    Files.createDirectories(run.messages());

    RunFolders.discard(run);

    assertThat(run.root()).doesNotExist();
  }

  @Test
  void onlyAFolderWithAConfigurationIsARun() {
    assertThatThrownBy(() -> RunFolders.open(folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("is not a run folder");
    assertThatThrownBy(() -> RunFolders.open(folder.resolve("nowhere")))
        .hasMessageContaining("there is no such folder");
  }
}
