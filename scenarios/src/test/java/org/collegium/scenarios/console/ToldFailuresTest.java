package org.collegium.scenarios.console;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.spi.FilterReply;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.collegium.organization.messagelog.LogFailedException;
import org.collegium.organization.messagelog.LogSettings;
import org.collegium.organization.messagelog.MessageLog;
import org.collegium.organization.messagelog.Party;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToldFailuresTest {
  private final ToldFailures filter = new ToldFailures();

  @TempDir
  private Path folder;

  private FilterReply decide(@Nullable Throwable thrown) {
    return decide("actors", "an actor failed", thrown);
  }

  private FilterReply decide(String name, String message, @Nullable Throwable thrown) {
    Logger logger = new LoggerContext().getLogger(name);
    return filter.decide(new LoggingEvent("here", logger, Level.ERROR, message, thrown, null));
  }

  /** What a log throws whose writer has failed. */
  private LogFailedException failure() {
    MessageLog log =
        MessageLog.open(folder.resolve("messages"), LogSettings.plain(100_000, 64), received -> {
          throw new IllegalStateException("no space left");
        });
    try {
      log.recorder(Party.NODE).record("anything");
      log.close();
    } catch (LogFailedException failed) {
      return failed;
    }
    throw new AssertionError("the log should have failed");
  }

  @Test
  void aLogThatCannotBeWrittenIsToldByTheCommandAlone() {
    LogFailedException failed = failure();
    assertThat(decide(failed)).isEqualTo(FilterReply.DENY);
    assertThat(decide(new IllegalStateException(failed))).isEqualTo(FilterReply.DENY);
  }

  @Test
  void anAddressThatCannotBeListenedAtIsToldByTheCommandAlone() {
    String listener = "org.apache.pekko.io.TcpListener";
    assertThat(decide(listener, "Bind failed for TCP channel on endpoint [/127.0.0.1:1]", null))
        .isEqualTo(FilterReply.DENY);
    assertThat(decide(listener, "Accept error: could not accept new connection", null)).isEqualTo(FilterReply.NEUTRAL);
  }

  @Test
  void anyOtherFailureIsPrinted() {
    assertThat(decide(new IllegalStateException(new IOException("no space left")))).isEqualTo(FilterReply.NEUTRAL);
    assertThat(decide(null)).isEqualTo(FilterReply.NEUTRAL);
  }

  @Test
  void theConfigurationNamesIt() throws IOException {
    try (InputStream configuration = ToldFailures.class.getResourceAsStream("/logback.xml")) {
      assertThat(configuration).isNotNull();
      assertThat(new String(configuration.readAllBytes(), StandardCharsets.UTF_8))
          .contains("<filter class=\"" + ToldFailures.class.getName() + "\"/>");
    }
  }
}
