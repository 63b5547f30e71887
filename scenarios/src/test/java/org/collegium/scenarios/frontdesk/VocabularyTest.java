package org.collegium.scenarios.frontdesk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.collegium.modelhost.tokenizer.HuggingFaceTokenizers;
import org.collegium.modelhost.tokenizer.Tokenizer;
import org.collegium.modelhost.tokenizer.Tokenizer.UnknownTokenException;
import org.junit.jupiter.api.Test;

class VocabularyTest {
  private final Tokenizer tokenizer = HuggingFaceTokenizers.ofJson(Vocabulary.tokenizerJson(), "vocabulary");

  @Test
  void noWordOccursTwiceAndThereIsRoomForNoMoreThan192() {
    assertThat(Vocabulary.words()).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(192);
    assertThat(Vocabulary.FIELDS).hasSize(12);
    assertThat(Vocabulary.SYLLABLES).hasSize(48);
  }

  @Test
  void theWrittenTokenizerReadsEveryWordAsItsPlace() {
    assertThat(tokenizer.vocabularySize()).isEqualTo(Vocabulary.words().size());
    for (String word : Vocabulary.words()) {
      if (!Vocabulary.SPECIALS.contains(word)) {
        assertThat(tokenizer.encode(word).toArray()).as(word).containsExactly(Vocabulary.words().indexOf(word));
        assertThat(tokenizer.decode(tokenizer.encode(word))).isEqualTo(word);
      }
    }
  }

  @Test
  void aWordOutsideTheVocabularyIsRefused() {
    assertThatThrownBy(() -> tokenizer.encode("task : get xylophone")).isInstanceOf(UnknownTokenException.class);
  }

  @Test
  void pairsAreHeldOutButEverySyllableOccursInBothPlacesOnBothSides() {
    Set<String> all = new HashSet<>(Vocabulary.SYLLABLES);
    for (var side : List.of(Company.heldOut(), Company.forPretraining())) {
      assertThat(side.stream().map(Company::first).collect(Collectors.toSet())).isEqualTo(all);
      assertThat(side.stream().map(Company::second).collect(Collectors.toSet())).isEqualTo(all);
    }
    assertThat(Company.heldOut()).doesNotContainAnyElementsOf(Company.forPretraining()).hasSizeGreaterThan(350);
    assertThat(Company.heldOut().size() + Company.forPretraining().size()).isEqualTo(48 * 47);
  }
}
