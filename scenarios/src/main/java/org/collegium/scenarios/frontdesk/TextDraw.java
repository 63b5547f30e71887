package org.collegium.scenarios.frontdesk;

import java.util.BitSet;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A text of the corpus that is being drawn in reading order.
 *
 * <p>Only what a model will be asked to say is counted by the loss: actions, answers of representatives, notes. What it
 * is always given (tasks, cited notes, imagine lines, digits of users) mostly can't be predicted, and its noise would
 * drown what can.
 *
 * <p>Each choice that shows in a counted word states its probability given all before it. So their sum is the code
 * length of the counted words under the true distribution, and its mean over many texts is the loss that no model can
 * get below.
 */
final class TextDraw {
  private final RandomGenerator random;
  private final StringBuilder words = new StringBuilder();
  private final BitSet counted = new BitSet();
  private int length;
  private double nats;

  TextDraw(RandomGenerator random) {
    this.random = random;
  }

  /**
   * A finished text.
   *
   * @param words divided by one space
   * @param counted places of the words that the loss counts
   * @param nats code length of the counted words under the true distribution
   */
  record Drawn(String words, BitSet counted, double nats) {}

  Drawn finished() {
    return new Drawn(words.toString(), counted, nats);
  }

  /** Writes what a model is given. */
  void give(String sentence) {
    words.append(words.isEmpty() ? "" : " ").append(sentence);
    length += sentence.split(" ", -1).length;
  }

  /** Writes what a model has to say itself. */
  void say(String sentence) {
    int from = length;
    give(sentence);
    counted.set(from, length);
  }

  /** A choice shows in what is said next; the probability that it had to be so, given all before it. */
  void hadProbability(double probability) {
    nats -= Math.log(probability);
  }

  boolean happens(double probability) {
    return random.nextDouble() < probability;
  }

  /** A number below the bound, each as likely. */
  int number(int bound) {
    return random.nextInt(bound);
  }

  <T> T oneOf(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** Four digits of a user. */
  String digits() {
    return Grammar.digits(random);
  }

  /** Any company but the given one, or with some probability one that shares its first or its second syllable. */
  Company otherThan(Company company, double lookalikes) {
    double draw = random.nextDouble();
    List<Company> others = Company.forPretraining().stream()
        .filter(other -> !other.equals(company))
        .filter(other -> draw >= lookalikes / 2 || other.first().equals(company.first()))
        .filter(other -> draw < lookalikes / 2 || draw >= lookalikes || other.second().equals(company.second()))
        .toList();
    return oneOf(others);
  }
}
