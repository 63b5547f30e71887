package org.collegium.organization.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RunIdentityTest {
  @Test
  void theNameIsFoundInEveryValueAgain() {
    SplittableRandom random = new SplittableRandom(4);
    for (String name : new String[] {"r", "first-call-001", "a-0123456789ab", "state", "x.y_z", "0".repeat(100)}) {
      for (int draw = 0; draw < 100; draw++) {
        RunIdentity identity = RunIdentity.drawn(name, "request", random.nextLong());
        assertThat(RunIdentity.isValue(identity.value())).as(identity.value()).isTrue();
        assertThat(RunIdentity.nameIn(identity.value())).isEqualTo(name);
      }
    }
    assertThat(RunIdentity.drawn("r", "request", -1).value()).isEqualTo("r-ffffffffffff");
    assertThat(RunIdentity.drawn("r", "request", 0).value()).isEqualTo("r-000000000000");
  }

  @Test
  void whatIsNoValueIsNotTakenForOne() {
    for (String text : new String[] {"", "state", "adapters", "r-00000000000", "../r-000000000000", "r-00000000000G"}) {
      assertThat(RunIdentity.isValue(text)).as(text).isFalse();
      assertThat(RunIdentity.nameIn(text)).isEqualTo(text);
    }
  }
}
