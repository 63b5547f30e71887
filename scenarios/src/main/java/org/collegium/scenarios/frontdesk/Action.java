package org.collegium.scenarios.frontdesk;

import java.util.Optional;

/** What can be done at the front desk. */
sealed interface Action {
  /** Asks one's own user for a field: {@code ask user pin .}. */
  record Ask(String field) implements Action {}

  /** Calls a company with a field and its four digits: {@code call zor vex pin 1 2 3 4 .}. */
  record Call(Company company, String field, String digits) implements Action {}

  /** Reads an action; empty when the text is none. */
  static Optional<Action> parse(String text) {
    String[] words = text.strip().split(" ", -1);
    if (!words[words.length - 1].equals(Grammar.STOP)) {
      return Optional.empty();
    }
    return switch (words[0]) {
      case "ask" -> ask(words);
      case "call" -> call(words);
      default -> Optional.empty();
    };
  }

  private static Optional<Action> ask(String[] words) {
    return words.length == 4 && words[1].equals("user") && Vocabulary.FIELDS.contains(words[2])
        ? Optional.of(new Ask(words[2]))
        : Optional.empty();
  }

  private static Optional<Action> call(String[] words) {
    if (words.length != 9 || !Vocabulary.FIELDS.contains(words[3])) {
      return Optional.empty();
    }
    for (int place = 4; place < 8; place++) {
      if (!Vocabulary.DIGITS.contains(words[place])) {
        return Optional.empty();
      }
    }
    String digits = String.join(" ", words[4], words[5], words[6], words[7]);
    return Company.of(words[1], words[2]).map(company -> new Call(company, words[3], digits));
  }
}
