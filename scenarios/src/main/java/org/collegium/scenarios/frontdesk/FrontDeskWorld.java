package org.collegium.scenarios.frontdesk;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.collegium.agents.identity.Seeds;
import org.collegium.agents.world.Scene;
import org.collegium.agents.world.Task;
import org.collegium.agents.world.Transition;
import org.collegium.agents.world.World;

/**
 * Companies, each of which refunds only a caller who names one certain field and its right digits. Which field it is
 * follows from the seed of the rules and can only be found out by calling. An episode allows one call; a refusal names
 * the field that was missing. Everything that is no action ends the episode with an observation that says so.
 *
 * <p>A scene's memo lists what the user was asked, {@code pin 1 2 3 4;zip 5 6 7 8;}, or is {@code over}.
 */
public final class FrontDeskWorld implements World {
  private static final String OVER = "over";

  private final long rulesSeed;

  private FrontDeskWorld(long rulesSeed) {
    this.rulesSeed = rulesSeed;
  }

  /**
   * The private world of one agent: the same for every arm of a seed.
   *
   * @param runSeed seed of the run
   * @param owner name of whose world it is, for example {@code agent-1}
   */
  public static FrontDeskWorld of(long runSeed, String owner) {
    return new FrontDeskWorld(Seeds.derive(runSeed, "front-desk", "rules", owner));
  }

  /** The field that a company needs. */
  public String neededField(Company company) {
    SplittableRandom random = new SplittableRandom(Seeds.derive(rulesSeed, company.name()));
    return Vocabulary.FIELDS.get(random.nextInt(Vocabulary.FIELDS.size()));
  }

  @Override
  public Transition open(Task task, long seed) {
    company(task);
    return new Transition(new Scene(task, seed, ""), "", 0, false);
  }

  @Override
  public Transition act(Scene scene, String action) {
    if (scene.memo().equals(OVER)) {
      return end(scene, Grammar.HUNG_UP, 0);
    }
    Optional<Action> parsed = Action.parse(action);
    if (parsed.isEmpty()) {
      return end(scene, "that means nothing . " + Grammar.HUNG_UP, 0);
    }
    return switch (parsed.get()) {
      case Action.Ask ask -> answer(scene, ask);
      case Action.Call call -> ring(scene, call);
    };
  }

  private static Transition answer(Scene scene, Action.Ask ask) {
    String digits = digits(scene, ask.field());
    List<String> asked = asked(scene);
    String item = ask.field() + " " + digits;
    if (!asked.contains(item)) {
      asked.add(item);
    }
    String memo = String.join("", asked.stream().map(each -> each + ";").toList());
    return new Transition(new Scene(scene.task(), scene.seed(), memo), Grammar.userSays(digits), 0, false);
  }

  private Transition ring(Scene scene, Action.Call call) {
    if (!call.company().equals(company(scene.task()))) {
      return end(scene, "rep says wrong company . " + Grammar.HUNG_UP, 0);
    }
    String needed = neededField(call.company());
    if (!call.field().equals(needed)) {
      return end(scene, Grammar.refusal(needed) + " " + Grammar.HUNG_UP, 0);
    }
    if (!asked(scene).contains(call.field() + " " + call.digits())) {
      return end(scene, "rep says the " + call.field() + " is wrong . " + Grammar.HUNG_UP, 0);
    }
    return end(scene, Grammar.DONE, 1);
  }

  private static Transition end(Scene scene, String observation, double reward) {
    return new Transition(new Scene(scene.task(), scene.seed(), OVER), observation, reward, true);
  }

  private static String digits(Scene scene, String field) {
    return Grammar.digits(new SplittableRandom(Seeds.derive(scene.seed(), "digits", field)));
  }

  private static List<String> asked(Scene scene) {
    List<String> items = new ArrayList<>(List.of(scene.memo().split(";", -1)));
    items.removeIf(String::isEmpty);
    return items;
  }

  private static Company company(Task task) {
    return Grammar.companyOfGoal(task.text())
        .orElseThrow(() -> new IllegalArgumentException("not a task of the front desk: " + task.text()));
  }
}
