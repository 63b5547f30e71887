package org.collegium.agents.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.collegium.agents.context.EpisodeContext;
import org.collegium.agents.context.Prompt;
import org.collegium.agents.context.PromptBuilder;
import org.collegium.agents.context.Seen;
import org.collegium.agents.context.Turn;
import org.collegium.agents.dialect.Dialect;
import org.collegium.agents.world.Task;
import org.collegium.agents.world.WorldMessage;
import org.collegium.modelhost.protocol.ActiveAdapters;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostRequest;
import org.collegium.modelhost.protocol.Sampling;
import org.collegium.modelhost.protocol.StopReason;
import org.collegium.modelhost.protocol.Tokens;

/** The life of one episode: open, then imagine, act and observe until it is over. */
final class EpisodeFlow {
  private final AgentSettings settings;
  private final Identities identities;
  private final Dialect dialect;
  private final PromptBuilder prompts;

  EpisodeFlow(AgentSettings settings, Identities identities, Dialect dialect, PromptBuilder prompts) {
    this.settings = settings;
    this.identities = identities;
    this.dialect = dialect;
    this.prompts = prompts;
  }

  /** Opens one more group of the given task's rollouts. */
  Step open(AgentState state, int task, int wave) {
    RoundWork work = state.working();
    Task attempted = work.assignment().tasks().get(task);
    List<Episode> episodes = new ArrayList<>(work.episodes());
    List<Effect> effects = new ArrayList<>();
    for (int at = 0; at < attempted.rollouts(); at++) {
      int rollout = wave * attempted.rollouts() + at;
      String id = Identities.episode(work.round(), attempted.id(), rollout);
      EpisodeContext context = new EpisodeContext(work.prefixes().get(task), List.of());
      episodes.add(new Episode(id, task, rollout, wave, new Stage.Opening(), context, 0));
      long seed = identities.worldSeed(id);
      effects.add(tell(new WorldMessage.Open(settings.id(), id, attempted, seed)));
    }
    return new Step(state.with(work.withEpisodes(episodes, work.resamples())), effects);
  }

  /** The world answered; what answers nothing that is awaited is left alone. */
  Step observed(AgentState state, AgentMessage.Observed seen) {
    RoundWork work = state.working();
    int place = work.episodeAt(seen.episode());
    if (place < 0) {
      return Step.to(state);
    }
    Episode episode = work.episodes().get(place);
    return switch (episode.stage()) {
      case Stage.Opening _ when seen.step() == -1 -> opened(state, place, episode, seen);
      case Stage.Watching _ when episode.isWatching(seen.step()) ->
          watched(state, place, episode, seen);
      case Stage.Opening _, Stage.Watching _, Stage.Imagining _, Stage.Acting _, Stage.Over _ -> Step.to(state);
    };
  }

  private Step opened(AgentState state, int place, Episode episode, AgentMessage.Observed opening) {
    Tokens prefix = episode.context().prefix().concat(prompts.seen(opening.observation()).line());
    Episode next = episode.with(new EpisodeContext(prefix, List.of()));
    if (opening.over()) {
      return put(state, place, next.at(new Stage.Over(true)));
    }
    return switch (settings.mind().kind()) {
      case MODEL -> think(state, place, next);
      case IDLE -> leave(state, place, next.at(new Stage.Over(true)));
    };
  }

  private Step watched(AgentState state, int place, Episode episode, AgentMessage.Observed answer) {
    Seen seen = prompts.seen(answer.observation());
    Episode next =
        episode.with(episode.context().answeredBy(seen)).rewarded(episode.reward() + answer.reward());
    if (answer.over()) {
      return put(state, place, next.at(new Stage.Over(true)));
    }
    return next.context().turns().size() >= settings.bounds().stepsMax()
        ? leave(state, place, next.at(new Stage.Over(true)))
        : think(state, place, next);
  }

  /** The host answered what an episode asked. */
  Step generated(AgentState state, HostReply.Generated reply) {
    RoundWork work = state.working();
    for (int place = 0; place < work.episodes().size(); place++) {
      Episode episode = work.episodes().get(place);
      if (episode.errand().filter(errand -> errand.isAbout(reply.requestId())).isPresent()) {
        AgentState counted = state.with(work.with(work.usage().generating(reply.tokens().length())));
        return switch (episode.stage()) {
          case Stage.Imagining _ -> act(counted, place, episode, imagined(reply));
          case Stage.Acting acting -> perform(counted, place, episode, acting, reply);
          case Stage.Opening _, Stage.Watching _, Stage.Over _ -> Step.to(state);
        };
      }
    }
    return Step.to(state);
  }

  /** A prediction that was cut off is no line of the dialect. */
  private Tokens imagined(HostReply.Generated reply) {
    return reply.reason() == StopReason.STOP_TOKEN ? prompts.imagined(reply.tokens()) : Tokens.empty();
  }

  private Step think(AgentState state, int place, Episode episode) {
    Optional<Tokens> query =
        settings.mind().imagines()
            ? prompts.imagineQuery(state.working().taskOf(episode), episode.context())
            : Optional.empty();
    return query.isPresent()
        ? imagine(state, place, episode, query.get())
        : act(state, place, episode, Tokens.empty());
  }

  private Step imagine(AgentState state, int place, Episode episode, Tokens query) {
    MindSettings mind = settings.mind();
    Errand errand = generate(episode, "imagine", mind.imaginesWith(), query, mind.imagineTemperature());
    return ask(state, place, episode.at(new Stage.Imagining(errand)), errand);
  }

  private Step act(AgentState state, int place, Episode episode, Tokens imagined) {
    Optional<Prompt> prompt = prompts.actPrompt(episode.context(), imagined);
    if (prompt.isEmpty()) {
      return leave(state, place, episode.rewarded(0).at(new Stage.Over(true)));
    }
    MindSettings mind = settings.mind();
    Errand errand = generate(episode, "act", mind.actsWith(), prompt.get().tokens(), mind.actTemperature());
    Stage acting = new Stage.Acting(errand, imagined, prompt.get().windowStart());
    return ask(state, place, episode.at(acting), errand);
  }

  private Step perform(
      AgentState state, int place, Episode episode, Stage.Acting acting, HostReply.Generated reply) {
    String action = prompts.decode(reply.tokens());
    Turn turn =
        new Turn(
            acting.windowStart(),
            acting.imagined(),
            reply.tokens(),
            reply.logProbabilities(),
            action,
            Optional.empty());
    Episode next = episode.with(episode.context().with(turn));
    if (reply.reason() != StopReason.STOP_TOKEN || !dialect.isWellFormed(action)) {
      return leave(state, place, next.rewarded(0).at(new Stage.Over(false)));
    }
    int step = next.context().turns().size() - 1;
    return put(state, place, next.at(new Stage.Watching()))
        .then(acted -> Step.to(acted, tell(new WorldMessage.Act(settings.id(), episode.id(), step, action))));
  }

  private Errand generate(Episode episode, String purpose, ActiveAdapters active, Tokens prompt, double temperature) {
    int step = episode.context().turns().size();
    String id = identities.request(episode.id() + "/s" + step + "/" + purpose);
    Sampling sampling =
        new Sampling(
            temperature,
            1,
            settings.bounds().actionTokensMax(),
            List.of(prompts.stopToken()),
            identities.seed(id));
    return Errand.to(new HostRequest.Generate(id, settings.id().pair(), active, prompt, sampling));
  }

  private Step ask(AgentState state, int place, Episode episode, Errand errand) {
    RoundWork asking = state.working().with(place, episode);
    Usage usage = asking.usage().reading(errand.tokensRead());
    return Step.to(state.with(asking.with(usage)), new Effect.AskHost(errand.request()));
  }

  private Step leave(AgentState state, int place, Episode episode) {
    return put(state, place, episode)
        .then(left -> Step.to(left, tell(new WorldMessage.Leave(settings.id(), episode.id()))));
  }

  private Step put(AgentState state, int place, Episode episode) {
    return Step.to(state.with(state.working().with(place, episode)));
  }

  private Effect tell(WorldMessage message) {
    return new Effect.TellWorld(settings.world(), message);
  }
}
