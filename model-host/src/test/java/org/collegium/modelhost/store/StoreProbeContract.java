package org.collegium.modelhost.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What every probe promises. */
abstract class StoreProbeContract {
  /** A probe of the store, as one node has it. */
  abstract StoreProbe probe();

  /** A probe of a store of the same kind elsewhere. */
  abstract StoreProbe elsewhere();

  @Test
  void aMarkIsSeenByAllWhoShareTheStoreAndByNobodyElse() {
    probe().leave("node-1.7f");
    probe().leave("node-1.7f");
    assertThat(probe().sees("node-1.7f")).isTrue();
    assertThat(probe().sees("node-1.7")).isFalse();
    assertThat(elsewhere().sees("node-1.7f")).isFalse();
    probe().remove("node-1.7f");
    probe().remove("node-1.7f");
    assertThat(probe().sees("node-1.7f")).isFalse();
  }

  @Test
  void aMarkThatLeadsElsewhereIsRefused() {
    for (String token : List.of("", "..", "a/b", "a b", ".x", "x".repeat(101))) {
      assertThatThrownBy(() -> probe().leave(token)).as(token).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> probe().sees(token)).as(token).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> probe().remove(token)).as(token).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
