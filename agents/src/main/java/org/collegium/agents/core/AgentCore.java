package org.collegium.agents.core;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.collegium.agents.context.PromptBuilder;
import org.collegium.agents.dialect.Dialect;
import org.collegium.modelhost.protocol.AdapterStamp;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.tokenizer.Tokenizer;

/**
 * One agent's behaviour as a pure function. See DESIGN.md, section 3.
 *
 * <p>What is late, doubled or unknown changes nothing. Whatever the order in which replies arrive, a finished round
 * leaves the same {@link AgentState#settled() settled} state: every request, seed and fold follows from identities.
 */
public final class AgentCore {
  /** Summaries held for rounds to come; a neighbour is never more than two rounds ahead. */
  static final int INBOX_MAX = 4096;

  /** A host whose store is away has tried it with growing pauses; it is asked again after the longest. */
  private static final int ATTEMPTS_WITHOUT_STORE = 30;

  private static final Comparator<AgentMessage.Told> INBOX_ORDER =
      Comparator.comparingInt(AgentMessage.Told::round).thenComparing(AgentMessage.Told::from);

  private final AgentSettings settings;
  private final RoundFlow rounds;

  /** An agent that speaks the dialect in the tokenizer's words. */
  public AgentCore(AgentSettings settings, Dialect dialect, Tokenizer tokenizer, StateHash stateHash) {
    PromptBuilder prompts = new PromptBuilder(dialect, tokenizer, settings.bounds().contextTokensMax());
    this.settings = settings;
    this.rounds =
        new RoundFlow(settings, new Identities(settings.id(), settings.seed()), dialect, prompts, stateHash);
  }

  /** What a message leads to. */
  public Step step(AgentState state, AgentMessage message) {
    try {
      return switch (message) {
        case AgentMessage.Assigned assigned -> assigned(state, assigned);
        case AgentMessage.Told told -> told(state, told);
        case AgentMessage.HostAnswered answered -> answered(state, answered.reply());
        case AgentMessage.Observed observed -> observed(state, observed);
        case AgentMessage.EpisodeLost lost -> lost(state, lost);
        case AgentMessage.RetryDue due -> askAgain(state, due.requestId());
      };
    } catch (Tokenizer.UnknownTokenException unspeakable) {
      return fail(begun(state, message), "the base cannot express what was to be said: " + unspeakable.getMessage());
    }
  }

  private static AgentState begun(AgentState state, AgentMessage message) {
    return message instanceof AgentMessage.Assigned assigned ? state.with(RoundWork.of(assigned)) : state;
  }

  private Step assigned(AgentState state, AgentMessage.Assigned assigned) {
    if (assigned.round() <= state.roundDone()) {
      return assigned.round() == state.roundDone() ? rounds.report(state, assigned) : Step.to(state);
    }
    Step hearing = Step.to(state);
    for (AgentMessage.Told told : assigned.heard()) {
      hearing = hearing.then(listening -> told(listening, told));
    }
    boolean failed = hearing.effects().stream().anyMatch(Effect.Fail.class::isInstance);
    return failed ? hearing : hearing.then(heard -> begin(heard, assigned));
  }

  private Step begin(AgentState state, AgentMessage.Assigned assigned) {
    Optional<RoundWork> work = state.work();
    if (work.isPresent()) {
      return assigned.round() <= work.get().round()
          ? Step.to(state)
          : fail(state, "round " + assigned.round() + " was assigned before round " + work.get().round() + " ended");
    }
    AgentState begun = begun(state, assigned);
    int told = assigned.briefing().text().length();
    int toldMax = settings.bounds().briefingTokensMax();
    return told > toldMax
        ? fail(begun, "a briefing of " + told + " tokens, at most " + toldMax)
        : rounds.advance(begun);
  }

  private Step told(AgentState state, AgentMessage.Told told) {
    int oldest = state.work().filter(work -> work.phase() != Phase.HEARING).map(RoundWork::round)
        .orElse(state.roundDone());
    if (told.round() < oldest || state.inbox().stream().anyMatch(held -> INBOX_ORDER.compare(held, told) == 0)) {
      return Step.to(state);
    }
    if (state.inbox().size() >= INBOX_MAX) {
      return fail(state, "more than " + INBOX_MAX + " summaries wait for rounds to come");
    }
    List<AgentMessage.Told> inbox = new ArrayList<>(state.inbox());
    inbox.add(told);
    inbox.sort(INBOX_ORDER);
    AgentState heard = state.withInbox(inbox);
    return heard.work().filter(work -> work.phase() == Phase.HEARING).isPresent()
        ? rounds.advance(heard)
        : Step.to(heard);
  }

  private Step observed(AgentState state, AgentMessage.Observed observed) {
    return state.work().filter(work -> work.phase() == Phase.ACTING).isPresent()
        ? rounds.observed(state, observed)
        : Step.to(state);
  }

  private static Step lost(AgentState state, AgentMessage.EpisodeLost lost) {
    boolean isAwaited = state.work().filter(work -> work.awaits(lost.episode(), lost.step())).isPresent();
    return isAwaited
        ? Step.to(state, new Effect.BeginAgain("the world lost episode " + lost.episode()))
        : Step.to(state);
  }

  private Step answered(AgentState state, HostReply reply) {
    Optional<Errand> errand = state.work().flatMap(work -> work.openErrand(reply.requestId()));
    if (errand.isEmpty()) {
      return Step.to(state);
    }
    if (reply instanceof HostReply.Refused refused) {
      return refused(state, errand.get(), refused);
    }
    if (!errand.get().fits(reply)) {
      return fail(state, "the model host answered " + reply.requestId() + " with " + reply.getClass().getSimpleName());
    }
    Optional<String> contradiction = contradiction(state, reply);
    return contradiction.isPresent()
        ? fail(state, contradiction.get())
        : rounds.answered(state, errand.get(), reply);
  }

  /** What the host says of the adapters where the agent knows what they must be. */
  private static Optional<String> contradiction(AgentState state, HostReply reply) {
    return switch (reply) {
      case HostReply.Opened opened when !state.policy().equals(AdapterStamp.NONE) ->
          contradiction(state, reply, opened.policy(), opened.world());
      case HostReply.Saved saved -> contradiction(state, reply, saved.policy(), saved.world());
      case HostReply.Opened _, HostReply.Generated _, HostReply.Scored _ -> Optional.empty();
      case HostReply.Learned _, HostReply.Refused _ -> Optional.empty();
    };
  }

  private static Optional<String> contradiction(
      AgentState state, HostReply reply, AdapterStamp policy, AdapterStamp world) {
    if (!policy.equals(state.policy())) {
      return Optional.of(contradiction(reply, "policy", policy, state.policy()));
    }
    return world.equals(state.world())
        ? Optional.empty()
        : Optional.of(contradiction(reply, "world", world, state.world()));
  }

  private static String contradiction(HostReply reply, String kind, AdapterStamp there, AdapterStamp known) {
    return "the model host answered " + reply.requestId() + " with version " + there.version() + " of the " + kind
        + " adapter (" + there.hash() + "), where the agent has version " + known.version() + " (" + known.hash() + ")";
  }

  private Step refused(AgentState state, Errand errand, HostReply.Refused refused) {
    if (errand.resting()) {
      return Step.to(state);
    }
    return switch (refused.reason()) {
      case QUEUE_FULL -> rest(state, errand.refused());
      case STORE_AWAY -> waitForStore(state, errand);
      case UNDER_WAY -> Step.to(state);
      case PAIR_LOST ->
          Step.to(
              state,
              new Effect.BeginAgain("the model host refused " + refused.requestId() + ": " + refused.detail()));
      case INVALID, FAILED ->
          fail(
              state,
              "the model host refused " + refused.requestId() + " (" + refused.reason() + "): " + refused.detail());
    };
  }

  private Step rest(AgentState state, Errand errand) {
    RoundWork work = state.working();
    String requestId = errand.request().requestId();
    return errand.refusals() > settings.bounds().retriesMax()
        ? fail(state, "the model host had no room for " + requestId + " in " + errand.refusals() + " attempts")
        : Step.to(
            state.with(work.with(errand).with(work.usage().refused())),
            new Effect.RetryLater(requestId, errand.refusals()));
  }

  /** The host says when it has been away for too long, and the shell when it has no more patience. */
  private static Step waitForStore(AgentState state, Errand errand) {
    RoundWork work = state.working();
    return Step.to(
        state.with(work.with(errand.rested()).with(work.usage().refused())),
        new Effect.RetryLater(errand.request().requestId(), ATTEMPTS_WITHOUT_STORE));
  }

  private Step askAgain(AgentState state, String requestId) {
    Optional<Errand> errand = state.work().flatMap(work -> work.openErrand(requestId)).filter(Errand::resting);
    return errand.isEmpty()
        ? Step.to(state)
        : Step.to(
            state.with(state.working().with(errand.get().askedAgain())),
            new Effect.AskHost(errand.get().request()));
  }

  /** Gives up the round; memory and adapters stay as they are. */
  private Step fail(AgentState state, String reason) {
    String round = state.work().map(work -> "round " + work.round() + ": ").orElse("");
    return Step.to(state.withoutWork(), new Effect.Fail(settings.id(), round + reason));
  }
}
