package org.collegium.organization.messagelog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.collegium.organization.rounds.OrchestratorMessage;
import org.collegium.organization.wire.MessageWire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeExampleTest {
  @TempDir
  Path scratch;

  @Test
  void theBytesThatTheReadmeShowsAreThoseThatAreWritten() throws Exception {
    Path folder = scratch.resolve("messages");
    try (MessageLog log = MessageLog.open(folder, LogSettings.plain(1 << 20, 16), ReadmeExampleTest::encode)) {
      log.recorder(Party.orchestrator("dual/1")).record(new OrchestratorMessage.Begin());
    }
    byte[] bytes = Files.readAllBytes(folder.resolve("segment-000001.log"));
    String readme = Files.readString(Path.of("README.md"));
    for (int line = 0; line < bytes.length; line += 16) {
      byte[] shown = Arrays.copyOfRange(bytes, line, Math.min(line + 16, bytes.length));
      assertThat(readme).contains("%06x  %s\n".formatted(line, HexFormat.ofDelimiter(" ").formatHex(shown)));
    }
  }

  private static LogRecord encode(Received received) {
    boolean isNode = received.receiver().equals(Party.NODE);
    return new LogRecord(
        received.receiver(),
        received.incarnation(),
        received.sequence(),
        Party.NODE,
        isNode ? "" : received.receiver().id(),
        0,
        "",
        MessageWire.manifest(received.message()),
        MessageWire.bytes(received.message()));
  }
}
