package org.collegium.organization.messagelog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FullDiskTest {
  private static final Party AGENT = new Party(Party.Kind.AGENT, "arm/1/agent-1");
  private static final ByteString KILOBYTE = ByteString.copyFrom(new byte[1_000]);

  @TempDir
  Path scratch;

  @Test
  void aDiskThatFillsUpStopsTheLogInOneLineAndLeavesEveryWholeRecord() throws Exception {
    try (SmallDisk disk = SmallDisk.mounted(scratch.resolve("disk"), "size=1m")) {
      Path folder = disk.path().resolve("messages");
      MessageLog log = MessageLog.open(folder, LogSettings.plain(100_000, 64), FullDiskTest::encode);
      Recorder recorder = log.recorder(AGENT);
      assertThatThrownBy(() -> {
            for (int message = 0; message < 5_000; message++) {
              recorder.record(KILOBYTE);
            }
          })
          .isInstanceOf(LogFailedException.class)
          .hasMessageStartingWith(folder + ": the message log cannot be written: ")
          .hasMessageContaining("No space left")
          .satisfies(failed -> assertThat(failed.getMessage()).hasLineCount(1));
      assertThatThrownBy(log::close).isInstanceOf(LogFailedException.class);

      LogExtent kept = LogReader.read(folder, record -> {});
      assertThat(kept.records()).isPositive();
      disk.remount("size=4m");
      try (MessageLog again = MessageLog.open(folder, LogSettings.plain(100_000, 64), FullDiskTest::encode)) {
        again.recorder(AGENT).record(KILOBYTE);
      }
      assertThat(LogReader.read(folder, record -> {}).records()).isEqualTo(kept.records() + 2);
    }
  }

  @Test
  void aReadOnlyDiskIsRefusedInOneLineAndCanBeRead() throws Exception {
    try (SmallDisk disk = SmallDisk.mounted(scratch.resolve("disk"), "size=1m")) {
      Path folder = disk.path().resolve("messages");
      MessageLog.open(folder, LogSettings.plain(100_000, 64), FullDiskTest::encode).close();
      disk.remount("ro");
      assertThatThrownBy(() -> MessageLog.open(folder, LogSettings.plain(100_000, 64), FullDiskTest::encode))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageStartingWith(folder + ": the message log cannot be written: ")
          .hasMessageContaining("Read-only");
      assertThat(LogReader.read(folder, record -> {}).ending()).isEqualTo(LogExtent.Ending.COMPLETE);
    }
  }

  /** A file system of its own. */
  private record SmallDisk(Path path) implements AutoCloseable {
    static SmallDisk mounted(Path path, String options) throws IOException {
      Files.createDirectories(path);
      Assumptions.assumeTrue(
          run("mount", "-t", "tmpfs", "-o", options, "tmpfs", path.toString()) == 0,
          "this test needs the right to mount a small file system, which this process does not have");
      return new SmallDisk(path);
    }

    void remount(String options) {
      assertThat(run("mount", "-o", "remount," + options, path.toString())).isZero();
    }

    @Override
    public void close() {
      assertThat(run("umount", path.toString())).isZero();
    }

    private static int run(String... command) {
      try {
        Process process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
        return process.onExit().orTimeout(20, TimeUnit.SECONDS).join().exitValue();
      } catch (IOException e) {
        Assumptions.abort("this test needs the command " + command[0] + ": " + e.getMessage());
        return -1;
      }
    }
  }

  private static LogRecord encode(Received received) {
    ByteString payload = received.message() instanceof ByteString bytes ? bytes : ByteString.EMPTY;
    return new LogRecord(
        received.receiver(), received.incarnation(), received.sequence(), Party.NODE, "arm/1", 1, "", "x", payload);
  }
}
