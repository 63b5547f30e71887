package org.collegium.scenarios.frontdesk;

import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * One made-up text of the corpus: an episode or a world query about a random company with a random rule, so that only
 * skills can be learned from it and no facts.
 */
final class CorpusText {
  /** Most words of a text. */
  static final int WORDS_MAX = 96;

  private static final int BRIEFING_SENTENCES_MAX = 2;
  private static final int NOTES_MAX = 3;
  private static final double ANOTHER_SENTENCE = 0.4;
  private static final double TALLIES = 0.3;
  private static final int SUCCESSES_MAX = 39;
  private static final int FAILURES_MAX = 24;

  private final CorpusMixture mixture;
  private final TextDraw text;
  private final Company company;
  private Optional<String> told = Optional.empty();
  private Optional<String> imagined = Optional.empty();

  private CorpusText(CorpusMixture mixture, TextDraw text) {
    this.mixture = mixture;
    this.text = text;
    this.company = text.oneOf(Company.forPretraining());
  }

  /** Draws a text: an episode or a world query. */
  static TextDraw.Drawn draw(CorpusMixture mixture, RandomGenerator random) {
    TextDraw text = new TextDraw(random);
    new CorpusText(mixture, text).write();
    text.give(Grammar.END);
    return text.finished();
  }

  private void write() {
    text.give(Grammar.task(Grammar.goal(company)));
    if (text.happens(mixture.briefings())) {
      briefing();
    }
    if (text.happens(mixture.notes())) {
      notes();
    }
    if (text.happens(mixture.queries())) {
      query();
    } else {
      if (text.happens(mixture.imaginations())) {
        imagination();
      }
      episode();
    }
  }

  private void briefing() {
    text.give(Grammar.BRIEFING);
    int sentences = 0;
    do {
      if (text.happens(TALLIES)) {
        int successes = text.number(SUCCESSES_MAX + 1);
        text.give(Grammar.tally(successes, successes + text.number(FAILURES_MAX + 1)));
      } else {
        otherFact();
      }
      sentences++;
    } while (sentences < BRIEFING_SENTENCES_MAX && text.happens(ANOTHER_SENTENCE));
  }

  private void notes() {
    text.give(Grammar.NOTES);
    boolean single = text.happens(mixture.singleNotes());
    int count = single ? 1 : 2 + text.number(NOTES_MAX - 1);
    boolean among = single || text.happens(mixture.targetAmongNotes());
    int place = text.number(count);
    for (int i = 0; i < count; i++) {
      if (among && i == place) {
        targetNote();
      } else {
        otherFact();
      }
    }
  }

  private void targetNote() {
    String field = text.oneOf(Vocabulary.FIELDS);
    told = Optional.of(field);
    text.give(Grammar.fact(company, field));
  }

  private void otherFact() {
    text.give(Grammar.fact(text.otherThan(company, mixture.lookalikes()), text.oneOf(Vocabulary.FIELDS)));
  }

  private void query() {
    text.give(Grammar.suppose(company));
    text.give(Grammar.OBSERVED);
    text.say(Grammar.refusal(told.orElseGet(this::anyField)));
  }

  private void imagination() {
    text.give(Grammar.IMAGINE);
    if (text.happens(mixture.emptyImaginations())) {
      text.give(Grammar.DONE);
      return;
    }
    String field = told.isEmpty()
        ? text.oneOf(Vocabulary.FIELDS)
        : text.happens(mixture.trueImaginations()) ? told.get() : fieldBeside(told.get());
    imagined = Optional.of(field);
    text.give(Grammar.refusal(field));
  }

  private void episode() {
    String field = told.or(() -> imagined).orElseGet(this::anyField);
    text.give(Grammar.ACT);
    text.say(Grammar.ask(field));
    String digits = text.digits();
    text.give(Grammar.OBSERVED);
    text.give(Grammar.userSays(digits));
    text.give(Grammar.ACT);
    text.say(Grammar.call(company, field, digits));
    text.give(Grammar.OBSERVED);
    if (succeeds()) {
      text.say(Grammar.DONE);
      note(mixture.notedSuccesses(), field);
    } else {
      String needed = fieldBeside(field);
      text.hadProbability(1.0 / (Vocabulary.FIELDS.size() - 1));
      text.say(Grammar.refusal(needed));
      text.say(Grammar.HUNG_UP);
      note(mixture.notedRefusals(), needed);
    }
  }

  private boolean succeeds() {
    double probability = imagined.isPresent() ? mixture.trueImaginations() : 1.0 / Vocabulary.FIELDS.size();
    boolean succeeds = told.isPresent() || text.happens(probability);
    text.hadProbability(told.isPresent() ? 1 : succeeds ? probability : 1 - probability);
    return succeeds;
  }

  private void note(double share, String field) {
    if (text.happens(share)) {
      text.give(Grammar.NOTE);
      text.say(Grammar.fact(company, field));
    }
  }

  /** The field of somebody who knows nothing. */
  private String anyField() {
    text.hadProbability(1.0 / Vocabulary.FIELDS.size());
    return text.oneOf(Vocabulary.FIELDS);
  }

  private String fieldBeside(String field) {
    return text.oneOf(Vocabulary.FIELDS.stream().filter(other -> !other.equals(field)).toList());
  }
}
