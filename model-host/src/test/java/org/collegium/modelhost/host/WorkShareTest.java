package org.collegium.modelhost.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.collegium.modelhost.host.WorkShare.Side;
import org.junit.jupiter.api.Test;

class WorkShareTest {
  private final WorkShare share = new WorkShare();

  /** Time that answering gets of so many quanta when both sides wait. */
  private long answeringNs(int quanta, long answeringNs, long learningNs) {
    long answered = 0;
    for (int quantum = 0; quantum < quanta; quantum++) {
      Side side = share.next(true, true).orElseThrow();
      long ns = side == Side.ANSWERING ? answeringNs : learningNs;
      share.charge(side, ns);
      answered += side == Side.ANSWERING ? ns : 0;
    }
    return answered;
  }

  @Test
  void bothSidesGetHalfOfTheTimeWhateverTheirQuantaTake() {
    assertThat(answeringNs(1_100, 3, 30)).isBetween(2_900L, 3_100L);
  }

  @Test
  void aSideThatWasIdleSavesNothingUp() {
    for (int quantum = 0; quantum < 1_000; quantum++) {
      share.charge(share.next(true, false).orElseThrow(), 10);
    }
    assertThat(answeringNs(100, 10, 10)).isBetween(490L, 510L);
  }

  @Test
  void nobodyGoesWhenNobodyWaits() {
    assertThat(share.next(false, false)).isEmpty();
  }
}
