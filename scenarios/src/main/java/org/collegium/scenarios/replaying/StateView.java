package org.collegium.scenarios.replaying;

import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import org.collegium.agents.context.EpisodeContext;
import org.collegium.agents.context.Turn;
import org.collegium.agents.core.AgentMessage;
import org.collegium.agents.core.AgentSettings;
import org.collegium.agents.core.AgentState;
import org.collegium.agents.core.Episode;
import org.collegium.agents.core.Errand;
import org.collegium.agents.core.RoundWork;
import org.collegium.agents.core.Stage;
import org.collegium.agents.identity.AgentId;
import org.collegium.agents.memory.Note;
import org.collegium.agents.world.OpenEpisode;
import org.collegium.agents.world.WorldState;
import org.collegium.modelhost.protocol.AdapterStamp;
import org.collegium.modelhost.protocol.Tokens;
import org.collegium.modelhost.tokenizer.Tokenizer;
import org.collegium.organization.orchestrator.OrganizationSettings;
import org.collegium.organization.replay.ReplaySession;
import org.collegium.organization.rounds.OrchestratorState;
import org.collegium.organization.run.RunPlan;

/** What agents, worlds and orchestrators know, as a tree that can be read. */
public final class StateView {
  private static final int HASH_SHOWN = 12;

  private final RunPlan plan;
  private final Tokenizer tokenizer;

  /** Texts are read by the plan's tokenizer. */
  public StateView(RunPlan plan) {
    this.plan = plan;
    this.tokenizer = plan.tokenizer();
  }

  /** An agent with its world and its orchestrator. */
  public List<String> ofAgent(ReplaySession session, AgentId agent) {
    Tree tree = Tree.root();
    agent(tree.branch("agent " + agent), session.agent(agent));
    OrganizationSettings organization = organization(agent.organization());
    AgentSettings settings = organization.agents().stream()
        .filter(each -> each.id().equals(agent))
        .findFirst()
        .orElseThrow();
    world(
        tree.branch("world " + settings.world().value()),
        session.world(agent.organization(), settings.world()));
    orchestrator(tree, organization.id(), session.orchestrator(organization.id()));
    return tree.lines();
  }

  /** All orchestrators, and their agents in one line each. */
  public List<String> ofAll(ReplaySession session) {
    Tree tree = Tree.root();
    for (OrganizationSettings organization : plan.organizations()) {
      Tree branch = orchestrator(tree, organization.id(), session.orchestrator(organization.id()));
      for (AgentSettings agent : organization.agents()) {
        branch.branch(inShort(agent.id(), session.agent(agent.id())));
      }
    }
    return tree.lines();
  }

  private OrganizationSettings organization(String id) {
    return plan.organizations().stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
  }

  private static String inShort(AgentId id, AgentState state) {
    String work = state.work()
        .map(open -> "round " + open.assignment().round() + ", " + word(open.phase()) + ": " + awaited(open))
        .orElse("no round at work");
    return "agent " + id + ": " + state.roundDone() + " rounds done; " + work;
  }

  private void agent(Tree tree, AgentState state) {
    tree.leaf("rounds done", state.roundDone())
        .leaf("policy adapter", stamp(state.policy()))
        .leaf("world adapter", stamp(state.world()));
    Tree notes = tree.branch("notes: " + state.notes().notes().size());
    for (Note note : state.notes().notes()) {
      notes.leaf(note.subject(), note.text());
    }
    tree.leaf("lessons", state.lessons().lessons().size());
    state.summary().ifPresent(summary -> tree.leaf("last summary", text(summary.text())));
    for (AgentMessage.Told told : state.inbox()) {
      tree.leaf("heard", told.from() + ", round " + told.round() + ": " + text(told.summary().text()));
    }
    if (state.work().isEmpty()) {
      tree.leaf("at work", "no round");
    }
    state.work().ifPresent(work -> work(tree, work));
  }

  private void work(Tree parent, RoundWork work) {
    Tree tree = parent.branch("round " + work.assignment().round() + ", " + word(work.phase()));
    tree.leaf("waits for", awaited(work))
        .leaf("briefing", text(work.assignment().briefing().text()))
        .leaf("tasks", work.assignment().tasks().size())
        .leaf("neighbours", work.assignment().neighbours());
    for (Errand errand : work.errands()) {
      tree.leaf("asked", errand.request().requestId() + (errand.reply().isPresent() ? ", answered" : waiting(errand)));
    }
    for (Episode episode : work.episodes()) {
      if (!(episode.stage() instanceof Stage.Over)) {
        episode(tree, episode, work);
      }
    }
    long over = work.episodes().stream().filter(episode -> episode.stage() instanceof Stage.Over).count();
    tree.leaf("episodes over", over + " of " + work.episodes().size());
  }

  private void episode(Tree parent, Episode episode, RoundWork work) {
    Tree tree = parent.branch(
        "episode " + episode.id() + ": " + work.assignment().tasks().get(episode.task()).text());
    tree.leaf("waits for", awaited(episode.stage())).leaf("reward", episode.reward());
    context(tree, episode.context());
  }

  private void context(Tree tree, EpisodeContext context) {
    tree.leaf("context", text(context.prefix()));
    for (Turn turn : context.turns()) {
      if (!turn.imagined().isEmpty()) {
        tree.leaf("imagined", text(turn.imagined()));
      }
      tree.leaf("did", turn.text());
      turn.seen().ifPresent(seen -> tree.leaf("saw", seen.text()));
    }
  }

  private static String awaited(RoundWork work) {
    long asked = work.errands().stream().filter(errand -> errand.reply().isEmpty()).count();
    long ofTheHost = asked + work.episodes().stream().filter(episode -> isAsking(episode.stage())).count();
    long ofTheWorld = work.episodes().stream().filter(episode -> isWatching(episode.stage())).count();
    return switch (work.phase()) {
      case HEARING -> "summaries of " + work.assignment().awaited();
      default -> ofTheHost + " answers of the model host, " + ofTheWorld + " of its world";
    };
  }

  private static boolean isAsking(Stage stage) {
    return stage instanceof Stage.Imagining || stage instanceof Stage.Acting;
  }

  private static boolean isWatching(Stage stage) {
    return stage instanceof Stage.Opening || stage instanceof Stage.Watching;
  }

  private static String awaited(Stage stage) {
    return switch (stage) {
      case Stage.Opening _ -> "the world's opening";
      case Stage.Watching _ -> "the world's answer";
      case Stage.Imagining imagining -> "its world model: " + imagining.errand().request().requestId();
      case Stage.Acting acting -> "its policy: " + acting.errand().request().requestId();
      case Stage.Over _ -> "nothing";
    };
  }

  private static String waiting(Errand errand) {
    return errand.resting() ? ", refused " + errand.refusals() + " times, comes again" : ", awaited";
  }

  private static void world(Tree tree, WorldState state) {
    for (NavigableMap<String, OpenEpisode> open : state.episodes().values()) {
      open.forEach((id, episode) ->
          tree.branch("episode " + id + ": " + episode.scene().task().text())
              .leaf("memo", episode.scene().memo())
              .leaf("answered", "step " + episode.answered().step() + ": " + episode.answered().observation()));
    }
    tree.leaf("open episodes", state.size());
  }

  private Tree orchestrator(Tree parent, String organization, OrchestratorState state) {
    Tree tree = parent.branch("orchestrator of " + organization);
    return tree.leaf("round", state.round() + ", " + word(state.phase()))
        .leaf("reported", state.reports().keySet())
        .leaf("briefing", text(state.briefing().text()))
        .leaf("episodes", state.episodes())
        .leaf("tokens", state.tokens())
        .leaf("to be stopped", state.stopRequested() ? "yes" : "no");
  }

  private static String stamp(AdapterStamp stamp) {
    if (stamp.equals(AdapterStamp.NONE)) {
      return "not opened yet";
    }
    String hash = stamp.hash();
    return "version " + stamp.version() + ", " + hash.substring(0, Math.min(HASH_SHOWN, hash.length()));
  }

  private String text(Tokens tokens) {
    return tokens.isEmpty() ? "nothing" : tokenizer.decode(tokens);
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
