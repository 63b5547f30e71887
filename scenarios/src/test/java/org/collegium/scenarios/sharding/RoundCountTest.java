package org.collegium.scenarios.sharding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.TreeMap;
import org.collegium.organization.run.RoundResult;
import org.junit.jupiter.api.Test;

class RoundCountTest {
  private final RoundCount count = new RoundCount();

  private void close(int round) {
    count.roundClosed(new RoundResult("idle/1", round, new TreeMap<>(), 0, 0));
  }

  @Test
  void roundsAreTimedInTheOrderInWhichTheyWereClosed() throws InterruptedException {
    close(1);
    close(2);
    assertThat(count.await(2, Duration.ofSeconds(1))).isGreaterThanOrEqualTo(count.await(1, Duration.ofSeconds(1)));
  }

  @Test
  void whoWaitsTooLongIsToldHowFarItCame() {
    close(1);
    assertThatThrownBy(() -> count.await(2, Duration.ZERO))
        .isInstanceOf(ShardingFailedException.class)
        .hasMessage("1 of 2 rounds were closed after 0 s");
  }

  @Test
  void aRunThatFailedIsNotWaitedFor() {
    count.fail(new IllegalStateException("nobody is there"));
    assertThatThrownBy(() -> count.await(1, Duration.ofDays(1)))
        .isInstanceOf(ShardingFailedException.class)
        .hasMessage("the run failed after 0 rounds: nobody is there");
  }
}
