package org.collegium.scenarios.frontdesk;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.collegium.agents.dialect.Dialect;
import org.collegium.agents.dialect.Exchange;
import org.collegium.agents.dialect.Framing;
import org.collegium.agents.dialect.Passage;
import org.collegium.agents.identity.Seeds;
import org.collegium.agents.memory.Note;
import org.collegium.agents.world.Task;

/**
 * How the front desk speaks to the language model; the pretraining corpus is written with the same sentences.
 *
 * <p>What a finished episode teaches the world model: a refusal says what the company needs, and is learned as the
 * answer to the abstract call. A success teaches nothing in that form: its observation ({@code thank you}) is the
 * answer to a call with the right field, not to the abstract one, and would wipe out the prediction that the policy
 * needs.
 *
 * @param briefings what becomes of a briefing
 */
public record FrontDeskDialect(Briefings briefings) implements Dialect {
  /** What becomes of a briefing. */
  public enum Briefings {
    /** Companies are private: what others found out about theirs has no bearing and may even share a name. */
    IGNORED,
    /** Companies are shared: the briefing is put before the policy. */
    CITED
  }

  /** The dialect of private worlds. */
  public static FrontDeskDialect ofPrivateWorlds() {
    return new FrontDeskDialect(Briefings.IGNORED);
  }

  @Override
  public String task(Task task) {
    return Grammar.task(task.text());
  }

  @Override
  public String notes(List<Note> notes) {
    return Grammar.NOTES + " " + String.join(" ", notes.stream().map(Note::text).toList());
  }

  @Override
  public String imagined(String prediction) {
    String text = prediction.strip();
    return Grammar.IMAGINE + " " + (text.endsWith(Grammar.STOP) ? text : (text + " " + Grammar.STOP).strip());
  }

  @Override
  public String actionCue() {
    return Grammar.ACT;
  }

  @Override
  public String observed(String observation) {
    return Grammar.OBSERVED + " " + observation;
  }

  @Override
  public String stopWord() {
    return Grammar.STOP;
  }

  @Override
  public String briefing(String text) {
    boolean cited = briefings == Briefings.CITED && !text.isBlank();
    return cited ? Grammar.BRIEFING + " " + text.strip() : "";
  }

  @Override
  public Optional<String> imagineQuery(Task task, List<Exchange> soFar) {
    return soFar.isEmpty() ? Grammar.companyOfGoal(task.text()).map(FrontDeskDialect::query) : Optional.empty();
  }

  /** The world query about a company, up to the answer. */
  static String query(Company company) {
    return Grammar.task(Grammar.goal(company)) + " " + Grammar.suppose(company) + " " + Grammar.OBSERVED;
  }

  @Override
  public boolean isWellFormed(String action) {
    return Action.parse(action).isPresent();
  }

  @Override
  public List<List<Passage>> lessons(Task task, List<Exchange> exchanges, Framing framing) {
    return switch (framing) {
      case QUERY -> queryLessons(exchanges);
      case LITERAL -> literalLessons(task, exchanges);
    };
  }

  private static List<List<Passage>> queryLessons(List<Exchange> exchanges) {
    List<List<Passage>> lessons = new ArrayList<>();
    for (Exchange exchange : exchanges) {
      Optional<String> needed = Grammar.refusedFor(exchange.observation());
      if (needed.isPresent() && Action.parse(exchange.action()).orElse(null) instanceof Action.Call call) {
        lessons.add(answeredQuery(call.company(), needed.get()));
      }
    }
    return lessons;
  }

  private static List<Passage> answeredQuery(Company company, String field) {
    return List.of(new Passage(query(company), false), new Passage(Grammar.refusal(field), true));
  }

  private List<List<Passage>> literalLessons(Task task, List<Exchange> exchanges) {
    List<Passage> passages = new ArrayList<>();
    StringBuilder given = new StringBuilder(task(task));
    for (Exchange exchange : exchanges) {
      append(given, actionCue(), exchange.action(), Grammar.OBSERVED);
      if (exchange.observation().startsWith("rep ")) {
        passages.add(new Passage(given.toString(), false));
        passages.add(new Passage(exchange.observation(), true));
        given.setLength(0);
      } else {
        // The digits of a user can't be predicted: learning them would only drown the rest.
        append(given, exchange.observation());
      }
    }
    return passages.isEmpty() ? List.of() : List.of(List.copyOf(passages));
  }

  @Override
  public List<List<Passage>> anchors(long seed, int count) {
    SplittableRandom random = new SplittableRandom(Seeds.derive(seed, "anchors"));
    List<List<Passage>> anchors = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Company company = Company.forPretraining().get(random.nextInt(Company.forPretraining().size()));
      anchors.add(answeredQuery(company, Vocabulary.FIELDS.get(random.nextInt(Vocabulary.FIELDS.size()))));
    }
    return anchors;
  }

  @Override
  public Optional<String> noteQuery(Task task, List<Exchange> exchanges) {
    if (exchanges.isEmpty() || !tellsANeed(exchanges.getLast().observation())) {
      return Optional.empty();
    }
    StringBuilder transcript = new StringBuilder(task(task));
    for (Exchange exchange : exchanges) {
      append(transcript, actionCue(), exchange.action(), observed(exchange.observation()));
    }
    append(transcript, Grammar.NOTE);
    return Optional.of(transcript.toString());
  }

  private static void append(StringBuilder text, String... parts) {
    for (String part : parts) {
      if (!part.isBlank()) {
        text.append(text.isEmpty() ? "" : " ").append(part.strip());
      }
    }
  }

  private static boolean tellsANeed(String observation) {
    return observation.equals(Grammar.DONE) || Grammar.refusedFor(observation).isPresent();
  }

  @Override
  public Optional<Note> readNote(String generated) {
    String text = generated.strip();
    return Grammar.companyOfFact(text).map(company -> new Note(company.name(), text));
  }

  @Override
  public List<Note> relevantNotes(Task task, List<Note> notes, int count) {
    String subject = Grammar.companyOfGoal(task.text()).map(Company::name).orElse("");
    return notes.stream().filter(note -> note.subject().equals(subject)).limit(count).toList();
  }

  @Override
  public String summary(int episodes, int successes, List<Note> newNotes) {
    List<String> sentences = new ArrayList<>(List.of(Grammar.tally(successes, episodes)));
    newNotes.forEach(note -> sentences.add(note.text()));
    return String.join(" ", sentences);
  }
}
