package org.collegium.modelhost.pretraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.collegium.modelhost.protocol.Tokens;
import org.junit.jupiter.api.Test;

class CorpusRowTest {
  @Test
  void theFirstTokenIsNeverCounted() {
    assertThat(CorpusRow.of(Tokens.of(1, 2, 3)).countedTokens()).isEqualTo(2);
    assertThat(CorpusRow.of(Tokens.of(1, 2, 3)).counts(0)).isFalse();
  }

  @Test
  void marksMustFitTheTokens() {
    assertThatThrownBy(() -> CorpusRow.of(Tokens.of(1, 2, 3), true, true)).hasMessageContaining("3 tokens has 2 marks");
    assertThatThrownBy(() -> CorpusRow.of(Tokens.of(1))).isInstanceOf(IllegalArgumentException.class);
  }
}
