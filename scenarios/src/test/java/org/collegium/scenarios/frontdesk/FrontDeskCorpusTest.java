package org.collegium.scenarios.frontdesk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.collegium.modelhost.pretraining.CorpusRow;
import org.junit.jupiter.api.Test;

class FrontDeskCorpusTest {
  private static final int TEXTS = 4000;

  private final FrontDeskCorpus corpus = new FrontDeskCorpus(11, CorpusMixture.embedded());

  @Test
  void theSameSeedGivesTheSameRowsAndValidationIsApart() {
    FrontDeskCorpus again = new FrontDeskCorpus(11, CorpusMixture.embedded());
    assertThat(again.training(3, 8, 96)).isEqualTo(corpus.training(3, 8, 96)).isNotEqualTo(corpus.training(4, 8, 96));
    assertThat(again.validation(8, 96)).isEqualTo(corpus.validation(8, 96));
    assertThat(new FrontDeskCorpus(12, CorpusMixture.embedded()).training(3, 8, 96))
        .isNotEqualTo(corpus.training(3, 8, 96));
    assertThat(corpus.validation(8, 96).getFirst()).doesNotContainAnyElementsOf(corpus.training(0, 8, 96));
  }

  @Test
  void rowsHoldWholeTextsWithinTheirBound() {
    int end = Vocabulary.words().indexOf(Grammar.END);
    int task = Vocabulary.words().indexOf("task");
    for (int step = 0; step < 40; step++) {
      for (CorpusRow row : corpus.training(step, 16, 96)) {
        assertThat(row.tokens().length()).isLessThanOrEqualTo(96);
        assertThat(row.tokens().at(0)).isEqualTo(task);
        assertThat(row.tokens().last()).isEqualTo(end);
      }
    }
    assertThatThrownBy(() -> corpus.training(0, 8, 64)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void noTextNamesAHeldOutCompanyAndEveryRefusalContradictsWhatWasAsked() {
    for (long number = 0; number < TEXTS; number++) {
      String text = corpus.text(number);
      List<String> words = List.of(text.split(" ", -1));
      assertThat(words.size()).isLessThanOrEqualTo(CorpusText.WORDS_MAX);
      for (int i = 0; i + 1 < words.size(); i++) {
        assertThat(Company.of(words.get(i), words.get(i + 1)).filter(Company::isHeldOut)).as(text).isEmpty();
      }
      int refused = text.indexOf(". obs : rep says i need the ");
      int asked = text.indexOf("ask user ");
      if (asked >= 0 && refused >= 0 && text.startsWith("task")) {
        assertThat(wordBehind(text, refused, ". obs : rep says i need the ")).as(text)
            .isNotEqualTo(wordBehind(text, asked, "ask user "));
      }
    }
  }

  @Test
  void theAskedFieldFollowsTheFactOrElseTheImaginationOrElseIsUniform() {
    Map<String, Integer> uninformed = new HashMap<>();
    int toldTexts = 0;
    for (long number = 0; number < TEXTS; number++) {
      String text = corpus.text(number);
      int act = text.indexOf(" act : ask user ");
      if (act >= 0 && text.startsWith("task")) {
        String asked = wordBehind(text, act, " act : ask user ");
        String name = String.join(" ", List.of(text.split(" ", -1)).subList(5, 7));
        int fact = text.indexOf(" " + name + " needs ");
        int imagined = text.indexOf("imagine : rep says i need the ");
        if (fact >= 0 && fact < act) {
          assertThat(asked).as(text).isEqualTo(wordBehind(text, fact, " " + name + " needs "));
          toldTexts++;
        } else if (imagined >= 0) {
          assertThat(asked).as(text).isEqualTo(wordBehind(text, imagined, "imagine : rep says i need the "));
        } else {
          uninformed.merge(asked, 1, Integer::sum);
        }
      }
    }
    assertThat(toldTexts).isGreaterThan(TEXTS / 10);
    int all = uninformed.values().stream().mapToInt(Integer::intValue).sum();
    assertThat(uninformed.keySet()).containsExactlyInAnyOrderElementsOf(Vocabulary.FIELDS);
    assertThat(uninformed.values()).allMatch(count -> Math.abs(count - all / 12.0) < 5 * Math.sqrt(all / 12.0));
  }

  @Test
  void promptsOfTheDialectBeginTextsOfTheCorpus() {
    List<String> shapes = new ArrayList<>();
    for (long number = 0; number < TEXTS; number++) {
      shapes.add(corpus.text(number).replaceAll(" [0-9]", " #"));
    }
    for (String line : List.of(
        "^task : get refund at \\S+ \\S+ \\. suppose : call \\S+ \\S+ \\. obs : rep says i need the \\S+ \\. end$",
        "^task : get refund at \\S+ \\S+ \\. act : ask user \\S+ \\. obs : user says # # # # \\. act : call .*",
        "^task : get refund at \\S+ \\S+ \\. notes : \\S+ \\S+ needs \\S+ \\. act : ask .*",
        "^task : get refund at \\S+ \\S+ \\. imagine : rep says i need the \\S+ \\. act : ask .*",
        "^task : get refund at \\S+ \\S+ \\. notes : \\S+ \\S+ needs \\S+ \\. imagine : rep says i need .*",
        "^task : get refund at \\S+ \\S+ \\. briefing : done (# )+of (# )+\\. act : ask .*",
        "^task : .* obs : rep says i need the \\S+ \\. call over \\. note : \\S+ \\S+ needs \\S+ \\. end$",
        "^task : .* obs : rep says thank you refund done \\. note : \\S+ \\S+ needs \\S+ \\. end$")) {
      assertThat(shapes).as(line).anyMatch(text -> text.matches(line));
    }
  }

  @Test
  void onlyWhatAModelHasToSayIsCounted() {
    int found = 0;
    for (long seed = 0; seed < 300; seed++) {
      TextDraw.Drawn drawn = CorpusText.draw(CorpusMixture.embedded(), new SplittableRandom(seed));
      List<String> words = List.of(drawn.words().split(" ", -1));
      List<String> said = IntStream.range(0, words.size()).filter(drawn.counted()::get).mapToObj(words::get).toList();
      if (drawn.words().matches("task : get refund at \\S+ \\S+ \\. suppose .*")) {
        assertThat(String.join(" ", said)).matches("rep says i need the \\S+ \\.");
        assertThat(drawn.nats()).as("seed %d", seed).isCloseTo(Math.log(12), within(1e-9));
        found++;
      }
      if (drawn.words().matches("task : get refund at \\S+ \\S+ \\. act .* call over \\. note .*")) {
        assertThat(String.join(" ", said))
            .matches("ask user \\S+ \\. call .* rep says i need the \\S+ \\. call over \\. .* needs \\S+ \\.");
        assertThat(drawn.nats()).as("seed %d", seed)
            .isCloseTo(Math.log(12) - Math.log(11 / 12.0) + Math.log(11), within(1e-9));
        found++;
      }
    }
    assertThat(found).isGreaterThan(20);
    assertThat(corpus.irreducibleNatsPerToken(32, 96)).isBetween(0.05, 0.3);
  }

  private static String wordBehind(String text, int at, String marker) {
    return List.of(text.substring(at + marker.length()).split(" ", 2)).getFirst();
  }
}
