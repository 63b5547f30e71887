package org.collegium.organization.cluster.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class RefusalsTest {
  private final List<String> lines = new ArrayList<>();
  private final AtomicLong nowNs = new AtomicLong(7);
  private final Refusals refusals = new Refusals(lines::add, nowNs::get);

  @Test
  void whoTriesAgainAndAgainIsToldOfOnceInAWhile() {
    SSLException failure = new SSLHandshakeException("strange\nsecond line");
    for (int attempt = 0; attempt < 3; attempt++) {
      refusals.tell(failure);
    }
    refusals.tell(new SSLHandshakeException("Empty client certificate chain"));
    nowNs.addAndGet(Duration.ofSeconds(31).toNanos());
    refusals.tell(failure);
    assertThat(lines)
        .containsExactly(
            "no connection with a peer that called: strange",
            "no connection with a peer that called: it presented no certificate of an authority that this node trusts",
            "no connection with a peer that called: strange (and 2 times more since that was last told)");
  }

  @Test
  void manyReasonsAreNotRememberedForEver() {
    for (int each = 0; each < 1000; each++) {
      refusals.tell(new SSLException("reason " + each));
    }
    refusals.tell(new SSLException("reason 0"));
    assertThat(lines).hasSize(1001);
  }
}
