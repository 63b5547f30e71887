package org.collegium.modelhost.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CrashPointsTest {
  private final AtomicInteger crashes = new AtomicInteger();

  private CrashPoints points(String specification) {
    return new CrashPoints(specification, crashes::incrementAndGet);
  }

  @Test
  void theNamedPassageOfTheNamedPlaceCrashesAndNoOther() {
    CrashPoints points = points("adapter-write:3");
    for (int passage = 1; passage <= 5; passage++) {
      points.passed("segment-roll");
      points.passed("adapter-write");
      assertThat(crashes).as("after passage %d", passage).hasValue(passage < 3 ? 0 : 1);
    }
  }

  @Test
  void aDelayedCrashComesFromAnotherThreadNoSooner() {
    CompletableFuture<Thread> crash = new CompletableFuture<>();
    CrashPoints points = new CrashPoints("database-commit:1+2000", () -> crash.complete(Thread.currentThread()));
    long startNs = System.nanoTime();
    points.passed("database-commit");
    assertThat(crash.join()).isNotSameAs(Thread.currentThread());
    assertThat(System.nanoTime() - startNs).isGreaterThanOrEqualTo(TimeUnit.MICROSECONDS.toNanos(2000));
  }

  @Test
  void withoutASpecificationNothingCrashes() {
    points("").passed("");
    assertThat(crashes).hasValue(0);
  }

  @Test
  void anOddSpecificationIsRefused() {
    for (String odd : new String[] {"adapter-write", "adapter-write:0", ":1", "a b:1", "here:1+", "here:1+-1"}) {
      assertThatThrownBy(() -> points(odd)).hasMessageContaining("PLACE:PASSAGE").hasMessageContaining(odd);
    }
  }

  /** What the process below runs. */
  static final class Passing {
    private Passing() {}

    /** Passes one place three times. */
    public static void main(String[] arguments) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> Runtime.getRuntime().halt(1)));
      for (int passage = 0; passage < 3; passage++) {
        CrashPoints.pass("here");
      }
      Runtime.getRuntime().halt(2);
    }
  }

  @Test
  void theProcessDiesAsIfKilled() throws IOException, InterruptedException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process process =
        new ProcessBuilder(
                java.toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-Dcollegium.crash-at=here:2",
                Passing.class.getName())
            .inheritIO()
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(CrashPoints.EXIT_CODE);
  }
}
