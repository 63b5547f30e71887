package org.collegium.scenarios.frontdesk;

import java.util.Optional;
import java.util.random.RandomGenerator;

/** The sentences of the front desk: each is written in one place and read in one place. */
final class Grammar {
  /** Ends an action, a prediction and a note. */
  static final String STOP = ".";

  /** Ends a text of the corpus. */
  static final String END = "end";

  static final String ACT = "act :";
  static final String OBSERVED = "obs :";
  static final String NOTE = "note :";
  static final String BRIEFING = "briefing :";
  static final String NOTES = "notes :";
  static final String IMAGINE = "imagine :";
  static final String OPENING = "rep says i need the";
  static final String DONE = "rep says thank you refund done .";
  static final String HUNG_UP = "call over .";

  private static final String GOAL = "get refund at ";
  private static final String NEEDED = OPENING + " ";

  private Grammar() {}

  static String goal(Company company) {
    return GOAL + company.name();
  }

  static Optional<Company> companyOfGoal(String text) {
    String[] words = text.split(" ", -1);
    return text.startsWith(GOAL) && words.length == 5 ? Company.of(words[3], words[4]) : Optional.empty();
  }

  static String task(String goal) {
    return "task : " + goal + " .";
  }

  static String ask(String field) {
    return "ask user " + field + " .";
  }

  static String call(Company company, String field, String digits) {
    return "call " + company.name() + " " + field + " " + digits + " .";
  }

  /** The abstract call of a world query: who is called, with nothing said (its own marker: RECIPES.md, mistake ii). */
  static String suppose(Company company) {
    return "suppose : call " + company.name() + " .";
  }

  static String userSays(String digits) {
    return "user says " + digits + " .";
  }

  static String refusal(String field) {
    return NEEDED + field + " .";
  }

  /** The field that a refusal or its prediction names. */
  static Optional<String> refusedFor(String observation) {
    if (!observation.startsWith(NEEDED)) {
      return Optional.empty();
    }
    String[] words = observation.substring(NEEDED.length()).split(" ", -1);
    return words.length >= 2 && Vocabulary.FIELDS.contains(words[0]) && words[1].equals(STOP)
        ? Optional.of(words[0])
        : Optional.empty();
  }

  static String fact(Company company, String field) {
    return company.name() + " needs " + field + " .";
  }

  /** The company of a well-formed fact. */
  static Optional<Company> companyOfFact(String text) {
    String[] words = text.strip().split(" ", -1);
    boolean formed = words.length == 5
        && words[2].equals("needs")
        && Vocabulary.FIELDS.contains(words[3])
        && words[4].equals(STOP);
    return formed ? Company.of(words[0], words[1]) : Optional.empty();
  }

  /** {@code done 1 2 of 1 6 .} */
  static String tally(int successes, int episodes) {
    return "done " + number(successes) + " of " + number(episodes) + " .";
  }

  /** A number digit by digit. */
  static String number(int value) {
    return String.join(" ", Integer.toString(value).split("", -1)).strip();
  }

  /** Four random digits. */
  static String digits(RandomGenerator random) {
    return random.nextInt(10) + " " + random.nextInt(10) + " " + random.nextInt(10) + " " + random.nextInt(10);
  }
}
