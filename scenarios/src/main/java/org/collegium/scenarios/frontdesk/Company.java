package org.collegium.scenarios.frontdesk;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** A company by its name of two different syllables, for example {@code zor vex}. */
public record Company(String first, String second) {
  // A company is held out when the places of its syllables add up to a multiple of this; so pairs are held out while
  // every syllable occurs in both places on both sides (RECIPES.md, section 1, mistake i).
  private static final int HELD_OUT_EVERY = 6;
  private static final List<Company> ALL = all();
  private static final List<Company> HELD_OUT = ALL.stream().filter(Company::isHeldOut).toList();
  private static final List<Company> PRETRAINING = ALL.stream().filter(company -> !company.isHeldOut()).toList();

  /** Checks the name. */
  public Company {
    if (!Vocabulary.SYLLABLES.contains(first) || !Vocabulary.SYLLABLES.contains(second) || first.equals(second)) {
      throw new IllegalArgumentException("not a company: " + first + " " + second);
    }
  }

  /** Reads two words as a name. */
  static Optional<Company> of(String first, String second) {
    boolean named = Vocabulary.SYLLABLES.contains(first) && Vocabulary.SYLLABLES.contains(second);
    return named && !first.equals(second) ? Optional.of(new Company(first, second)) : Optional.empty();
  }

  /** Companies that no pretraining text names: the worlds of a scenario are made of these. */
  public static List<Company> heldOut() {
    return HELD_OUT;
  }

  /** Companies that pretraining texts and anchors name; no world has them. */
  public static List<Company> forPretraining() {
    return PRETRAINING;
  }

  /** Whether the pretraining never sees this name. */
  public boolean isHeldOut() {
    int places = Vocabulary.SYLLABLES.indexOf(first) + Vocabulary.SYLLABLES.indexOf(second);
    return places % HELD_OUT_EVERY == 0;
  }

  /** The name as text. */
  public String name() {
    return first + " " + second;
  }

  private static List<Company> all() {
    int count = Vocabulary.SYLLABLES.size();
    return IntStream.range(0, count * count)
        .filter(pair -> pair / count != pair % count)
        .mapToObj(pair -> new Company(Vocabulary.SYLLABLES.get(pair / count), Vocabulary.SYLLABLES.get(pair % count)))
        .toList();
  }
}
