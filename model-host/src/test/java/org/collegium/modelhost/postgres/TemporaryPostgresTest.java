package org.collegium.modelhost.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class TemporaryPostgresTest {
  private static final Duration END_MAX = Duration.ofSeconds(60);

  /** Starts a server and waits for its end. */
  static final class Starter {
    private Starter() {}

    /** Prints the port. */
    public static void main(String[] arguments) throws IOException {
      try (TemporaryPostgres server = TemporaryPostgres.start()) {
        System.out.println(server.access().place().replaceAll(".*:(\\d+)/.*", "$1"));
        System.out.println(System.in.read());
      }
    }
  }

  @Test
  void itEndsWithTheProcessThatStartedIt() throws IOException {
    assumeTrue(TemporaryPostgres.obstacle().isEmpty(), () -> TemporaryPostgres.obstacle().orElse(""));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), Starter.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      int port = Integer.parseInt(String.valueOf(lines.readLine()));
      assertThat(answers(port)).isTrue();
      process.destroyForcibly();
      assertThat(within(END_MAX, () -> !answers(port))).isTrue();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void nothingAnswersWhenItIsClosed() {
    assumeTrue(TemporaryPostgres.obstacle().isEmpty(), () -> TemporaryPostgres.obstacle().orElse(""));
    int port;
    try (TemporaryPostgres server = TemporaryPostgres.start()) {
      port = Integer.parseInt(server.access().place().replaceAll(".*:(\\d+)/.*", "$1"));
      assertThat(answers(port)).isTrue();
    }
    assertThat(answers(port)).isFalse();
  }

  private static boolean answers(int port) {
    try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  private static boolean within(Duration max, BooleanSupplier condition) {
    long deadlineNs = System.nanoTime() + max.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadlineNs) {
        return false;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
    return true;
  }
}
