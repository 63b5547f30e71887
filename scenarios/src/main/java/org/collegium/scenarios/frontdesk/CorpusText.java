package org.collegium.scenarios.frontdesk;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * One made-up text of the corpus: an episode or a world query about a random company with a random rule, so that only
 * skills can be learned from it and no facts.
 *
 * <p>The text is drawn in reading order, each choice given what stands before it. So the sum of the choices' surprises
 * is the text's code length under the true distribution, and its mean over many texts is the entropy that no model can
 * get below.
 */
final class CorpusText {
  /** Most words of a text. */
  static final int WORDS_MAX = 96;

  private static final int BRIEFING_SENTENCES_MAX = 2;
  private static final int NOTES_MAX = 3;
  private static final double ANOTHER_SENTENCE = 0.4;
  private static final double ANOTHER_SENTENCE_WHILE_UNKNOWN = 0.75;
  private static final double TALLIES = 0.3;
  private static final int SUCCESSES_MAX = 39;
  private static final int FAILURES_MAX = 24;
  private static final int DIGIT_STRINGS = 10_000;

  private final CorpusMixture mixture;
  private final RandomGenerator random;
  private final Company company;
  private final StringBuilder words = new StringBuilder();
  private Optional<String> told = Optional.empty();
  private Optional<String> imagined = Optional.empty();
  private double nats;

  private CorpusText(CorpusMixture mixture, RandomGenerator random) {
    this.mixture = mixture;
    this.random = random;
    this.company = oneOf(Company.forPretraining());
  }

  /**
   * A text and what it costs.
   *
   * @param words divided by one space, at most {@link #WORDS_MAX}
   * @param nats its code length under the true distribution
   */
  record Drawn(String words, double nats) {}

  static Drawn draw(CorpusMixture mixture, RandomGenerator random) {
    CorpusText text = new CorpusText(mixture, random);
    text.write();
    return new Drawn(text.words.toString(), text.nats);
  }

  private void write() {
    say(Grammar.task(Grammar.goal(company)));
    if (happens(mixture.briefings())) {
      briefing();
    }
    if (happens(mixture.notes())) {
      notes();
    }
    if (happens(mixture.queries())) {
      query();
    } else {
      if (happens(mixture.imaginations())) {
        imagination();
      }
      episode();
    }
    say(Grammar.END);
  }

  private void briefing() {
    say(Grammar.BRIEFING);
    int sentences = 0;
    do {
      if (happens(TALLIES)) {
        int successes = number(SUCCESSES_MAX + 1);
        say(Grammar.tally(successes, successes + number(FAILURES_MAX + 1)));
      } else {
        fact();
      }
      sentences++;
    } while (sentences < BRIEFING_SENTENCES_MAX && happens(ANOTHER_SENTENCE));
  }

  private void notes() {
    say(Grammar.NOTES);
    int notes = 0;
    do {
      fact();
      notes++;
    } while (notes < NOTES_MAX && happens(told.isPresent() ? ANOTHER_SENTENCE : ANOTHER_SENTENCE_WHILE_UNKNOWN));
  }

  private void fact() {
    if (told.isEmpty() && happens(mixture.targetFacts())) {
      String field = oneOf(Vocabulary.FIELDS);
      told = Optional.of(field);
      say(Grammar.fact(company, field));
    } else {
      say(Grammar.fact(otherCompany(), oneOf(Vocabulary.FIELDS)));
    }
  }

  /** Any other company, or with the share of lookalikes one that shares the first or the second syllable. */
  private Company otherCompany() {
    List<Company> any = companies(other -> true);
    List<Company> sameFirst = companies(other -> other.first().equals(company.first()));
    List<Company> sameSecond = companies(other -> other.second().equals(company.second()));
    double half = mixture.lookalikes() / 2;
    double draw = random.nextDouble();
    List<Company> from = draw < half ? sameFirst : draw < 2 * half ? sameSecond : any;
    Company other = from.get(random.nextInt(from.size()));
    double probability = (1 - 2 * half) / any.size()
        + (sameFirst.contains(other) ? half / sameFirst.size() : 0)
        + (sameSecond.contains(other) ? half / sameSecond.size() : 0);
    nats -= Math.log(probability);
    return other;
  }

  private List<Company> companies(Predicate<Company> condition) {
    return Company.forPretraining().stream().filter(other -> !other.equals(company)).filter(condition).toList();
  }

  private void query() {
    say(Grammar.suppose(company));
    say(Grammar.OBSERVED);
    say(Grammar.refusal(told.orElseGet(() -> oneOf(Vocabulary.FIELDS))));
  }

  private void imagination() {
    say(Grammar.IMAGINE);
    if (happens(mixture.emptyImaginations())) {
      say(Grammar.DONE);
      return;
    }
    String field = told.isEmpty()
        ? oneOf(Vocabulary.FIELDS)
        : happens(mixture.trueImaginations()) ? told.get() : fieldBeside(told.get());
    imagined = Optional.of(field);
    say(Grammar.refusal(field));
  }

  private void episode() {
    String field = told.or(() -> imagined).orElseGet(() -> oneOf(Vocabulary.FIELDS));
    say(Grammar.ACT);
    say(Grammar.ask(field));
    String digits = Grammar.digits(random);
    nats += Math.log(DIGIT_STRINGS);
    say(Grammar.OBSERVED);
    say(Grammar.userSays(digits));
    say(Grammar.ACT);
    say(Grammar.call(company, field, digits));
    say(Grammar.OBSERVED);
    if (succeeds()) {
      say(Grammar.DONE);
      note(mixture.notedSuccesses(), field);
    } else {
      String needed = fieldBeside(field);
      say(Grammar.refusal(needed));
      say(Grammar.HUNG_UP);
      note(mixture.notedRefusals(), needed);
    }
  }

  private boolean succeeds() {
    if (told.isPresent()) {
      return true;
    }
    return happens(imagined.isPresent() ? mixture.trueImaginations() : 1.0 / Vocabulary.FIELDS.size());
  }

  private void note(double share, String field) {
    if (happens(share)) {
      say(Grammar.NOTE);
      say(Grammar.fact(company, field));
    }
  }

  private void say(String sentence) {
    words.append(words.isEmpty() ? "" : " ").append(sentence);
  }

  private boolean happens(double probability) {
    boolean yes = random.nextDouble() < probability;
    nats -= Math.log(yes ? probability : 1 - probability);
    return yes;
  }

  private int number(int bound) {
    nats += Math.log(bound);
    return random.nextInt(bound);
  }

  private <T> T oneOf(List<T> choices) {
    return choices.get(number(choices.size()));
  }

  private String fieldBeside(String field) {
    return oneOf(Vocabulary.FIELDS.stream().filter(other -> !other.equals(field)).toList());
  }
}
