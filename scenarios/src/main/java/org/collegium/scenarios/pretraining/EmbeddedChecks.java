package org.collegium.scenarios.pretraining;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.collegium.agents.identity.Seeds;
import org.collegium.agents.memory.Note;
import org.collegium.agents.world.Task;
import org.collegium.modelhost.host.ModelHost;
import org.collegium.modelhost.host.ModelHostSettings;
import org.collegium.modelhost.tokenizer.Tokenizer;
import org.collegium.scenarios.frontdesk.Company;
import org.collegium.scenarios.frontdesk.FrontDeskDialect;
import org.collegium.scenarios.frontdesk.FrontDeskWorld;
import org.collegium.scenarios.frontdesk.Vocabulary;

/**
 * What the embedded base must be able to do and must not know, checked on companies that its pretraining never named
 * (RECIPES.md, section 1). The same base gives the same table.
 */
public final class EmbeddedChecks {
  /** Episodes of each check. */
  public static final int EPISODES = 384;

  private static final long SEED = 20_260_101;
  // What a little mass on words that are no field adds to the entropy.
  private static final double STRAY_NATS = 0.03;
  private static final double UNIFORM = 1.0 / Vocabulary.FIELDS.size();
  // Four standard deviations of a share of 1/12 over the episodes of a check.
  private static final double LUCK = 4 * Math.sqrt(UNIFORM * (1 - UNIFORM) / EPISODES);

  private static final double BLIND = 1 / 3.0 - 4 * Math.sqrt(2 / 9.0 / EPISODES);

  private final FrontDeskDialect dialect = new FrontDeskDialect(FrontDeskDialect.Briefings.CITED);
  private final Questions questions;
  private final Episodes episodes;
  private final List<Case> cases = IntStream.range(0, EPISODES).mapToObj(Case::of).toList();
  private final List<Check> checks = new ArrayList<>();
  private int actions;
  private int wellFormed;

  private EmbeddedChecks(BaseModel base, Tokenizer tokenizer) {
    this.questions = new Questions(base, tokenizer, dialect.stopWord(), SEED);
    this.episodes = new Episodes(questions, dialect);
  }

  /** A company that is called, others that may be spoken of, and the world they stand in. */
  private record Case(FrontDeskWorld world, Company company, List<Company> others, Task task, long seed) {
    static Case of(int number) {
      SplittableRandom random = new SplittableRandom(Seeds.derive(SEED, "case", number));
      List<Company> all = Company.heldOut();
      List<Company> drawn =
          Stream.generate(() -> all.get(random.nextInt(all.size()))).distinct().limit(3).toList();
      Task task = new Task("t" + number, "get refund at " + drawn.getFirst().name(), Task.Purpose.EXAMINE, "check", 1);
      FrontDeskWorld world = FrontDeskWorld.of(SEED, "case-" + number);
      return new Case(world, drawn.getFirst(), drawn.subList(1, 3), task, random.nextLong());
    }

    Note note(Company about) {
      return new Note(about.name(), about.name() + " needs " + world.neededField(about) + " .");
    }

    String refusal() {
      return "rep says i need the " + world.neededField(company) + " .";
    }
  }

  /**
   * Runs all checks on a base, on the calling thread.
   *
   * @throws IllegalArgumentException when the settings name no base that can be opened
   */
  public static List<Check> run(ModelHostSettings settings) {
    try (ModelHost host = ModelHost.open(settings)) {
      return of(BaseModel.of(host), settings.tokenizer());
    }
  }

  /** Whether everything is as it should be. */
  public static boolean allPassed(List<Check> checks) {
    return checks.stream().allMatch(Check::passed);
  }

  /** Runs all checks on a base. */
  static List<Check> of(BaseModel base, Tokenizer tokenizer) {
    return new EmbeddedChecks(base, tokenizer).all();
  }

  private List<Check> all() {
    List<Episodes.Played> ignorant =
        success("refund, knowing nothing", each -> "", UNIFORM - LUCK, UNIFORM + LUCK);
    success("refund, true imagine line", each -> dialect.imagined(each.refusal()), 0.96, 1);
    success("refund, right note", each -> notes(each, 0), 0.91, 1);
    // An agent's memory cites only notes on the company at hand; among three the base may choose blindly, no worse.
    success("refund, right note first of three", each -> notes(each, 1), BLIND, 1);
    success("refund, right note last of three", each -> notes(each, 2), BLIND, 1);
    success("refund, notes on others only", each -> others(each), UNIFORM - LUCK, UNIFORM + LUCK);
    success("refund, briefing on others and true imagine line", each -> briefed(each), 0.9, 1);
    share("well-formed actions", actions, wellFormed, 0.98, 1);
    noteExtraction(ignorant);
    worldQueries();
    entropy("entropy of the asked field, knowing nothing", each -> dialect.task(each.task()) + " act : ask user");
    entropy("entropy of the imagined field, knowing nothing", each -> query(each) + " rep says i need the");
    return List.copyOf(checks);
  }

  private List<Episodes.Played> success(
      String name, Function<Case, String> lines, double atLeast, double atMost) {
    List<Episodes.Played> played = episodes.play(
        cases.stream()
            .map(each -> new Episodes.Start(each.world(), each.task(), lines.apply(each), each.seed()))
            .toList());
    played.stream().flatMap(episode -> episode.exchanges().stream()).forEach(exchange -> {
      actions++;
      wellFormed += dialect.isWellFormed(exchange.action()) ? 1 : 0;
    });
    share(name, played.size(), played.stream().filter(episode -> episode.reward() == 1).count(), atLeast, atMost);
    return played;
  }

  private String notes(Case each, int place) {
    Note right = each.note(each.company());
    List<Note> others = each.others().stream().map(each::note).toList();
    return dialect.notes(
        switch (place) {
          case 0 -> List.of(right);
          case 1 -> List.of(right, others.getFirst(), others.getLast());
          default -> List.of(others.getFirst(), others.getLast(), right);
        });
  }

  private String others(Case each) {
    return dialect.notes(each.others().stream().map(each::note).toList());
  }

  private String briefed(Case each) {
    String briefing = dialect.briefing(dialect.summary(16, 3, List.of(each.note(each.others().getFirst()))));
    return briefing + " " + dialect.imagined(each.refusal());
  }

  private String query(Case each) {
    return dialect.imagineQuery(each.task(), List.of()).orElseThrow();
  }

  /** Notes on what the base itself went through; an episode that tells no need asks for none. */
  private void noteExtraction(List<Episodes.Played> played) {
    List<String> prompts = new ArrayList<>();
    List<Note> expected = new ArrayList<>();
    for (int i = 0; i < played.size(); i++) {
      Case each = cases.get(i);
      dialect.noteQuery(each.task(), played.get(i).exchanges()).ifPresent(prompt -> {
        prompts.add(prompt);
        expected.add(each.note(each.company()));
      });
    }
    List<String> written = questions.likeliest(prompts);
    long right = IntStream.range(0, written.size())
        .filter(i -> dialect.readNote(written.get(i)).equals(Optional.of(expected.get(i))))
        .count();
    share("right note written from a transcript", prompts.size(), right, 0.95, 1);
  }

  private void worldQueries() {
    List<String> answers = questions.drawn(cases.stream().map(this::query).toList());
    long formed = answers.stream().filter(EmbeddedChecks::isRefusal).count();
    share("well-formed predictions", answers.size(), formed, 0.98, 1);
  }

  private static boolean isRefusal(String answer) {
    return Vocabulary.FIELDS.stream().anyMatch(field -> answer.equals("rep says i need the " + field + " ."));
  }

  private void entropy(String name, Function<Case, String> prompt) {
    List<Double> entropies = questions.entropies(cases.stream().map(prompt).toList());
    double mean = entropies.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    checks.add(new Check(name, entropies.size(), mean, "nats", 2.4, Math.log(Vocabulary.FIELDS.size()) + STRAY_NATS));
  }

  private void share(String name, int of, long right, double atLeast, double atMost) {
    checks.add(new Check(name, of, right / (double) of, "share", atLeast, atMost));
  }
}
