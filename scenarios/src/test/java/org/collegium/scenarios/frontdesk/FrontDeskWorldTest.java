package org.collegium.scenarios.frontdesk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.collegium.agents.world.Scene;
import org.collegium.agents.world.Task;
import org.collegium.agents.world.Transition;
import org.collegium.modelhost.tokenizer.HuggingFaceTokenizers;
import org.collegium.modelhost.tokenizer.Tokenizer;
import org.junit.jupiter.api.Test;

class FrontDeskWorldTest {
  private static final Company COMPANY = Company.heldOut().get(7);
  private static final Task TASK = new Task("t0", Grammar.goal(COMPANY), Task.Purpose.LEARN, "learn", 1);

  private final FrontDeskWorld world = FrontDeskWorld.of(5, "agent-1");
  private final String needed = world.neededField(COMPANY);
  private final String unneeded = Vocabulary.FIELDS.get((Vocabulary.FIELDS.indexOf(needed) + 1) % 12);

  @Test
  void theNeededFieldAndItsDigitsEarnTheRefund() {
    Transition asked = world.act(opened(), Grammar.ask(needed));
    assertThat(asked.observation()).matches("user says( \\d){4} \\.");
    assertThat(asked.over()).isFalse();

    Transition called = world.act(asked.scene(), Grammar.call(COMPANY, needed, digitsIn(asked)));
    assertThat(called.observation()).isEqualTo("rep says thank you refund done .");
    assertThat(called.reward()).isEqualTo(1);
    assertThat(called.over()).isTrue();
  }

  @Test
  void aRefusalNamesTheNeededFieldAndEndsTheEpisode() {
    Transition asked = world.act(opened(), Grammar.ask(unneeded));
    Transition called = world.act(asked.scene(), Grammar.call(COMPANY, unneeded, digitsIn(asked)));
    assertThat(called.observation()).isEqualTo("rep says i need the " + needed + " . call over .");
    assertThat(called.reward()).isZero();
    assertThat(called.over()).isTrue();
    assertThat(world.act(called.scene(), Grammar.ask(needed)).observation()).isEqualTo("call over .");
  }

  @Test
  void digitsThatTheUserNeverSaidEarnNothing() {
    Transition asked = world.act(opened(), Grammar.ask(needed));
    String wrong = digitsIn(asked).equals("1 2 3 4") ? "4 3 2 1" : "1 2 3 4";
    for (Scene scene : new Scene[] {asked.scene(), opened()}) {
      Transition called = world.act(scene, Grammar.call(COMPANY, needed, wrong));
      assertThat(called.observation()).isEqualTo("rep says the " + needed + " is wrong . call over .");
      assertThat(called.reward()).isZero();
      assertThat(called.over()).isTrue();
    }
  }

  @Test
  void anotherCompanyIsTheWrongOne() {
    Transition called = world.act(opened(), Grammar.call(Company.heldOut().get(8), needed, "1 2 3 4"));
    assertThat(called.observation()).isEqualTo("rep says wrong company . call over .");
    assertThat(called.reward()).isZero();
    assertThat(called.over()).isTrue();
  }

  @Test
  void anyTextIsAnsweredWithSomethingThatTheTokenizerKnows() {
    Tokenizer tokenizer = HuggingFaceTokenizers.ofJson(Vocabulary.tokenizerJson(), "vocabulary");
    for (long seed = 0; seed < 3000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Scene scene = opened();
      for (int step = 0; step < 4; step++) {
        Transition transition = world.act(scene, noise(random));
        assertThat(tokenizer.encode(transition.observation()).isEmpty()).as("seed %d", seed).isFalse();
        assertThat(transition.reward()).as("seed %d", seed).isBetween(0.0, 1.0);
        assertThat(transition.scene().memo().length()).isLessThan(300);
        scene = transition.scene();
      }
    }
  }

  @Test
  void theSameSceneAndActionGiveTheSameAnswerAndAnotherEpisodeOtherDigits() {
    assertThat(world.act(opened(), "ask user pin .")).isEqualTo(world.act(opened(), "ask user pin ."));
    assertThat(world.act(world.open(TASK, 2).scene(), "ask user pin .").observation())
        .isNotEqualTo(world.act(opened(), "ask user pin .").observation());
  }

  @Test
  void rulesDifferFromOwnerToOwnerAndFromSeedToSeedAndUseEveryField() {
    Set<String> fields = new HashSet<>();
    int sameForOther = 0;
    int sameForSeed = 0;
    for (Company company : Company.heldOut()) {
      fields.add(world.neededField(company));
      sameForOther += FrontDeskWorld.of(5, "agent-2").neededField(company).equals(world.neededField(company)) ? 1 : 0;
      sameForSeed += FrontDeskWorld.of(6, "agent-1").neededField(company).equals(world.neededField(company)) ? 1 : 0;
    }
    assertThat(fields).containsExactlyInAnyOrderElementsOf(Vocabulary.FIELDS);
    assertThat(Math.max(sameForOther, sameForSeed)).isLessThan(Company.heldOut().size() / 6);
  }

  @Test
  void whatTheGrammarWritesItReads() {
    for (Company company : Company.forPretraining().subList(0, 200)) {
      for (String field : Vocabulary.FIELDS) {
        assertThat(Action.parse(Grammar.ask(field))).isEqualTo(Optional.of(new Action.Ask(field)));
        assertThat(Action.parse(Grammar.call(company, field, "0 9 1 2")))
            .isEqualTo(Optional.of(new Action.Call(company, field, "0 9 1 2")));
        assertThat(Grammar.refusedFor(Grammar.refusal(field))).contains(field);
        assertThat(Grammar.companyOfFact(Grammar.fact(company, field))).contains(company);
      }
      assertThat(Grammar.companyOfGoal(Grammar.goal(company))).contains(company);
    }
    assertThat(Grammar.tally(3, 16)).isEqualTo("done 3 of 1 6 .");
  }

  private Scene opened() {
    Transition opened = world.open(TASK, 1);
    assertThat(opened.observation()).isEmpty();
    return opened.scene();
  }

  private static String digitsIn(Transition asked) {
    return asked.observation().substring("user says ".length(), asked.observation().length() - " .".length());
  }

  private static String noise(SplittableRandom random) {
    StringBuilder text = new StringBuilder(random.nextBoolean() ? "call " : "");
    int words = random.nextInt(12);
    for (int word = 0; word < words; word++) {
      text.append(Vocabulary.words().get(random.nextInt(Vocabulary.words().size())));
      text.append(random.nextInt(5) == 0 ? "\t" : " ");
    }
    return text.toString();
  }
}
