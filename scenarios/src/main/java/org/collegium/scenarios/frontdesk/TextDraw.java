package org.collegium.scenarios.frontdesk;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A text that is being drawn in reading order, each choice given what stands before it. So the sum of the choices'
 * surprises is the text's code length under the true distribution, and its mean over many texts is the entropy that no
 * model can get below.
 */
final class TextDraw {
  private final RandomGenerator random;
  private final StringBuilder words = new StringBuilder();
  private double nats;

  TextDraw(RandomGenerator random) {
    this.random = random;
  }

  String words() {
    return words.toString();
  }

  /** Surprise of all choices so far. */
  double nats() {
    return nats;
  }

  void say(String sentence) {
    words.append(words.isEmpty() ? "" : " ").append(sentence);
  }

  boolean happens(double probability) {
    boolean yes = random.nextDouble() < probability;
    nats -= Math.log(yes ? probability : 1 - probability);
    return yes;
  }

  /** A number below the bound, each as likely. */
  int number(int bound) {
    nats += Math.log(bound);
    return random.nextInt(bound);
  }

  <T> T oneOf(List<T> choices) {
    return choices.get(number(choices.size()));
  }

  /** Four digits of a user. */
  String digits() {
    return oneOf(Vocabulary.DIGITS) + " " + oneOf(Vocabulary.DIGITS) + " " + oneOf(Vocabulary.DIGITS) + " "
        + oneOf(Vocabulary.DIGITS);
  }

  /** Any company but the given one, or with some probability one that shares its first or its second syllable. */
  Company otherThan(Company company, double lookalikes) {
    List<Company> any = Company.forPretraining().stream().filter(other -> !other.equals(company)).toList();
    List<Company> sameFirst = any.stream().filter(other -> other.first().equals(company.first())).toList();
    List<Company> sameSecond = any.stream().filter(other -> other.second().equals(company.second())).toList();
    double half = lookalikes / 2;
    double draw = random.nextDouble();
    List<Company> from = draw < half ? sameFirst : draw < 2 * half ? sameSecond : any;
    Company other = from.get(random.nextInt(from.size()));
    nats -= Math.log((1 - 2 * half) / any.size()
        + (other.first().equals(company.first()) ? half / sameFirst.size() : 0)
        + (other.second().equals(company.second()) ? half / sameSecond.size() : 0));
    return other;
  }
}
