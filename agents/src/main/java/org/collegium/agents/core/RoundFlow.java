package org.collegium.agents.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.collegium.agents.context.PromptBuilder;
import org.collegium.agents.dialect.Dialect;
import org.collegium.agents.memory.Note;
import org.collegium.agents.memory.NoteBook;
import org.collegium.agents.world.Probe;
import org.collegium.agents.world.Task;
import org.collegium.modelhost.protocol.ActiveAdapters;
import org.collegium.modelhost.protocol.AdapterKind;
import org.collegium.modelhost.protocol.AdapterStamp;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostRequest;
import org.collegium.modelhost.protocol.Tokens;

/**
 * The phases of a round. Each ends at a barrier: only when everything a phase asked for is here, its results are
 * folded, in the order of what was asked and never in the order of arrival.
 */
final class RoundFlow {
  private final AgentSettings settings;
  private final Identities identities;
  private final Dialect dialect;
  private final PromptBuilder prompts;
  private final EpisodeFlow episodes;
  private final Reflection reflection;
  private final LearningRequests learning;
  private final Accounts accounts;
  private final StateHash stateHash;

  RoundFlow(AgentSettings settings, Identities identities, Dialect dialect, PromptBuilder prompts, StateHash hash) {
    this.settings = settings;
    this.identities = identities;
    this.dialect = dialect;
    this.prompts = prompts;
    this.episodes = new EpisodeFlow(settings, identities, dialect, prompts);
    this.reflection = new Reflection(settings, identities, dialect, prompts);
    this.learning = new LearningRequests(settings, identities, dialect, prompts);
    this.accounts = new Accounts(prompts);
    this.stateHash = hash;
  }

  /** Goes on from where the round stands when what it awaits may have come. */
  Step advance(AgentState state) {
    RoundWork work = state.working();
    return switch (work.phase()) {
      case HEARING -> hasHeard(state) ? leave(prepared(state), Phase.HEARING) : Step.to(state);
      case ACTING -> work.episodes().stream().allMatch(Episode::isOver) ? resample(state) : Step.to(state);
      case OPENING, NOTING, LEARNING_WORLD, LEARNING_POLICY, PROBING, SAVING ->
          work.errands().stream().noneMatch(Errand::isOpen) ? leave(folded(state), work.phase()) : Step.to(state);
    };
  }

  /** An episode got what it awaits. */
  Step observed(AgentState state, AgentMessage.Observed seen) {
    return episodes.observed(state, seen).then(this::advance);
  }

  /** The host answered an errand that is at work. */
  Step answered(AgentState state, Errand errand, HostReply reply) {
    RoundWork work = state.working();
    return work.phase() == Phase.ACTING && reply instanceof HostReply.Generated generated
        ? episodes.generated(state, generated).then(this::advance)
        : advance(state.with(work.with(errand.answered(reply))));
  }

  private Step enter(AgentState state, Phase phase) {
    return switch (phase) {
      case HEARING -> advance(state);
      case ACTING -> act(state);
      case OPENING, NOTING, LEARNING_WORLD, LEARNING_POLICY, PROBING, SAVING ->
          switch (settings.mind().kind()) {
            case MODEL -> ask(state, phase, requests(state, phase));
            case IDLE -> ask(state, phase, List.of());
          };
    };
  }

  private List<HostRequest> requests(AgentState state, Phase phase) {
    return switch (phase) {
      case OPENING -> opening(state);
      case NOTING -> reflection.requests(state.working());
      case LEARNING_WORLD -> learning.world(state);
      case LEARNING_POLICY -> learning.policy(state);
      case PROBING -> probes(state.working());
      case SAVING -> saving(state.working());
      case HEARING, ACTING -> throw new IllegalArgumentException(phase + " asks nothing at once");
    };
  }

  private Step leave(AgentState state, Phase phase) {
    return switch (phase) {
      case HEARING -> enter(state, Phase.OPENING);
      case OPENING -> enter(state, Phase.ACTING);
      case ACTING -> enter(state, Phase.NOTING);
      case NOTING -> enter(state, Phase.LEARNING_WORLD);
      case LEARNING_WORLD -> enter(state, Phase.LEARNING_POLICY);
      case LEARNING_POLICY -> enter(state, Phase.PROBING);
      case PROBING -> enter(state, Phase.SAVING);
      case SAVING -> conclude(state);
    };
  }

  private Step ask(AgentState state, Phase phase, List<HostRequest> requests) {
    List<Errand> errands = requests.stream().map(Errand::to).toList();
    long read = errands.stream().mapToLong(Errand::tokensRead).sum();
    RoundWork work = state.working();
    AgentState asking = state.with(work.at(phase, errands).with(work.usage().reading(read)));
    return requests.isEmpty()
        ? leave(asking, phase)
        : new Step(asking, requests.stream().<Effect>map(Effect.AskHost::new).toList());
  }

  private boolean hasHeard(AgentState state) {
    AgentMessage.Assigned assignment = state.working().assignment();
    return assignment.awaited().stream()
        .allMatch(
            neighbour ->
                state.inbox().stream()
                    .anyMatch(told -> told.round() == assignment.round() - 1 && told.from().equals(neighbour)));
  }

  /** Writes the head of each task's prompts. Citing happens here, once and in task order, so that it has an order. */
  private AgentState prepared(AgentState state) {
    RoundWork work = state.working();
    Tokens heard = heard(state);
    MindSettings mind = settings.mind();
    NoteBook book = state.notes();
    List<Tokens> prefixes = new ArrayList<>();
    for (Task task : work.assignment().tasks()) {
      List<Note> cited =
          mind.notes() && mind.notesCited() > 0
              ? dialect.relevantNotes(task, state.notes().notes(), mind.notesCited())
              : List.of();
      prefixes.add(prompts.prefix(task, heard, cited));
      book = task.purpose() == Task.Purpose.LEARN ? book.cite(cited) : book;
    }
    List<AgentMessage.Told> later =
        state.inbox().stream().filter(told -> told.round() >= work.round()).toList();
    return state.withNotes(book).withInbox(later).with(work.withPrefixes(prefixes));
  }

  /** The briefing, then awaited summaries in the order of their senders, cut to the bound on a briefing. */
  private Tokens heard(AgentState state) {
    AgentMessage.Assigned assignment = state.working().assignment();
    List<Tokens> parts = new ArrayList<>();
    parts.add(assignment.briefing().text());
    state.inbox().stream()
        .filter(told -> told.round() == assignment.round() - 1 && assignment.awaited().contains(told.from()))
        .forEach(told -> parts.add(told.summary().text()));
    return cut(Tokens.concat(parts), settings.bounds().briefingTokensMax());
  }

  private static Tokens cut(Tokens tokens, int tokensMax) {
    return tokens.length() <= tokensMax ? tokens : tokens.slice(0, tokensMax);
  }

  private List<HostRequest> opening(AgentState state) {
    if (state.policy().equals(AdapterStamp.NONE)) {
      String id = identities.request("open");
      return List.of(new HostRequest.Open(id, settings.id().pair(), settings.adapters(), identities.seed(id)));
    }
    String id = identities.request(state.working().round(), "load");
    return List.of(new HostRequest.Load(id, settings.id().pair(), state.policy(), state.world()));
  }

  private List<HostRequest> saving(RoundWork work) {
    return List.of(new HostRequest.Save(identities.request(work.round(), "save"), settings.id().pair()));
  }

  private Step act(AgentState state) {
    Step step = Step.to(state.with(state.working().at(Phase.ACTING, List.of())));
    for (int task = 0; task < state.working().assignment().tasks().size(); task++) {
      int opened = task;
      step = step.then(acting -> episodes.open(acting, opened, 0));
    }
    return step.then(this::advance);
  }

  /** Dynamic sampling (DAPO, arXiv 2503.14476, section 3.2): flat groups are replaced while the budget lasts. */
  private Step resample(AgentState state) {
    RoundWork work = state.working();
    int left = settings.policy().map(PolicyLearning::resamplesMax).orElse(0) - work.resamples();
    List<Group> flat = Group.standing(work).stream().filter(Group::isFlat).limit(Math.max(0, left)).toList();
    if (flat.isEmpty()) {
      return leave(state, Phase.ACTING);
    }
    Step step = Step.to(state.with(work.withEpisodes(work.episodes(), work.resamples() + flat.size())));
    for (Group group : flat) {
      step = step.then(acting -> episodes.open(acting, group.task(), group.wave() + 1));
    }
    return step;
  }

  private List<HostRequest> probes(RoundWork work) {
    List<HostRequest> requests = new ArrayList<>();
    for (Probe probe : work.assignment().probes()) {
      Tokens prompt = prompts.encode(probe.prompt());
      requests.add(
          new HostRequest.Score(
              identities.request(work.round(), "probe/" + requests.size()),
              settings.id().pair(),
              ActiveAdapters.WORLD,
              prompt.concat(prompts.encode(probe.answer())),
              prompt.length()));
    }
    return requests;
  }

  private AgentState folded(AgentState state) {
    if (state.working().phase() == Phase.NOTING) {
      return reflection.write(state);
    }
    AgentState next = state;
    for (int at = 0; at < state.working().errands().size(); at++) {
      Errand errand = state.working().errands().get(at);
      next = folded(next, at, errand.request(), errand.reply().orElseThrow());
    }
    return next;
  }

  private AgentState folded(AgentState state, int place, HostRequest request, HostReply reply) {
    return switch (reply) {
      case HostReply.Opened opened -> state.withAdapters(opened.policy(), opened.world());
      case HostReply.Learned learned -> learned(state, request, learned);
      case HostReply.Scored scored -> {
        RoundWork work = state.working();
        String label = work.assignment().probes().get(place).label();
        yield state.with(work.withLearned(work.learned().plus(Accounts.ofProbe(label, scored))));
      }
      case HostReply.Generated _, HostReply.Saved _, HostReply.Refused _ -> state;
    };
  }

  private AgentState learned(AgentState state, HostRequest request, HostReply.Learned learned) {
    Figures figures = state.working().learned().plus(Accounts.ofLearning(request, learned));
    AgentState next =
        learned.kind() == AdapterKind.POLICY
            ? state.withAdapters(learned.stamp(), state.world())
            : state.withAdapters(state.policy(), learned.stamp());
    AgentState remembered =
        request instanceof HostRequest.LearnWorld world
            ? next.withLessons(state.lessons().with(world.fresh(), settings.bounds().lessonsMax()))
            : next;
    return remembered.with(remembered.working().withLearned(figures));
  }

  private Step conclude(AgentState state) {
    RoundWork work = state.working();
    List<Episode> learning = work.episodes().stream().filter(work::isLearning).toList();
    int successes = (int) learning.stream().filter(Accounts::isSuccess).count();
    Tokens text = prompts.encode(dialect.summary(learning.size(), successes, work.noted()));
    Summary summary =
        new Summary(cut(text, settings.bounds().summaryTokensMax()), accounts.ofRound(work));
    AgentState concluded = state.finished(work.round(), summary);
    return Step.to(concluded, new Effect.Commit(concluded))
        .then(committed -> report(committed, work.assignment()));
  }

  /** Tells the last finished round; the same each time. */
  Step report(AgentState state, AgentMessage.Assigned assignment) {
    Optional<Summary> summary = state.summary();
    if (summary.isEmpty()) {
      return Step.to(state);
    }
    List<Effect> effects = new ArrayList<>();
    AgentMessage.Told told = new AgentMessage.Told(settings.id(), state.roundDone(), summary.get());
    assignment.neighbours().forEach(neighbour -> effects.add(new Effect.TellNeighbour(neighbour, told)));
    effects.add(
        new Effect.Report(
            new RoundReport(settings.id(), state.roundDone(), summary.get(), stateHash.of(state.settled()))));
    return new Step(state, effects);
  }
}
