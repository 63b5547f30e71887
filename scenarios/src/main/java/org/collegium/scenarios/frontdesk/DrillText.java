package org.collegium.scenarios.frontdesk;

import java.util.ArrayList;
import java.util.List;

/**
 * Facts on several companies, then what some of them need, in the forms of a world query and of an action. Nobody
 * speaks so; it teaches to find the fact that bears on a company many times in one text, where an episode has one such
 * place in fifty.
 */
final class DrillText {
  private static final int FACTS_MIN = 2;
  private static final int FACTS_MAX = 5;
  private static final int LOOKUPS_MAX = 4;
  private static final double ANOTHER_LOOKUP = 0.8;

  private DrillText() {}

  static void draw(TextDraw text) {
    int count = FACTS_MIN + text.number(FACTS_MAX - FACTS_MIN + 1);
    List<Company> pool = new ArrayList<>(Company.forPretraining());
    List<Company> companies = new ArrayList<>();
    List<String> fields = new ArrayList<>();
    text.give(Grammar.NOTES);
    for (int i = 0; i < count; i++) {
      companies.add(pool.remove(text.number(pool.size())));
      fields.add(text.oneOf(Vocabulary.FIELDS));
      text.give(Grammar.fact(companies.get(i), fields.get(i)));
    }
    int lookups = 0;
    do {
      int which = text.number(count);
      lookUp(text, companies.get(which), fields.get(which));
      lookups++;
    } while (lookups < LOOKUPS_MAX && text.happens(ANOTHER_LOOKUP));
  }

  private static void lookUp(TextDraw text, Company company, String field) {
    if (text.happens(0.5)) {
      text.give(Grammar.suppose(company));
      text.give(Grammar.OBSERVED);
      text.say(Grammar.refusal(field));
    } else {
      text.give(Grammar.task(Grammar.goal(company)));
      text.give(Grammar.ACT);
      text.say(Grammar.ask(field));
    }
  }
}
