package org.collegium.scenarios.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StopwatchesTest {
  private long nowNs;
  private final Stopwatches<String> watches = new Stopwatches<>(() -> nowNs, 2);

  @Test
  void aThingIsTimedFromItsFirstBeginningAndOnce() {
    watches.begin("round");
    nowNs = 5;
    watches.begin("round");
    nowNs = 12;
    assertThat(watches.end("round")).contains(12L);
    assertThat(watches.end("round")).isEmpty();
  }

  @Test
  void whatNeverEndsIsForgottenForWhatCameLater() {
    watches.begin("lost");
    watches.begin("second");
    watches.begin("third");
    assertThat(watches.end("lost")).isEmpty();
    assertThat(watches.end("second")).contains(0L);
    assertThat(watches.end("third")).contains(0L);
  }
}
