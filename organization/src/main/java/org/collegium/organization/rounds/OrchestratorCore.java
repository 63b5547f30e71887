package org.collegium.organization.rounds;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.collegium.agents.core.AgentMessage.Assigned;
import org.collegium.agents.core.AgentMessage.Told;
import org.collegium.agents.core.AgentSettings;
import org.collegium.agents.core.Figures;
import org.collegium.agents.core.RoundReport;
import org.collegium.agents.core.Summary;
import org.collegium.agents.identity.AgentId;
import org.collegium.organization.orchestrator.Curriculum;
import org.collegium.organization.orchestrator.OrganizationSettings;
import org.collegium.organization.rounds.OrchestratorEffect.Assign;
import org.collegium.organization.rounds.OrchestratorEffect.CloseRound;
import org.collegium.organization.rounds.OrchestratorEffect.Finish;
import org.collegium.organization.rounds.OrchestratorMessage.AgentFailed;
import org.collegium.organization.rounds.OrchestratorMessage.Begin;
import org.collegium.organization.rounds.OrchestratorMessage.NodeFailed;
import org.collegium.organization.rounds.OrchestratorMessage.Reported;
import org.collegium.organization.rounds.OrchestratorMessage.StopRequested;
import org.collegium.organization.run.RoundResult;
import org.collegium.organization.run.RunOutcome.Ending;
import org.collegium.organization.run.SequenceHash;
import org.collegium.organization.topology.Topology;

/**
 * The orchestrator's behaviour as a pure function; see DESIGN.md, section 4. Reports are folded in the order of the
 * agents' ids once all are there, so that the order of their arrival leaves no trace.
 */
public final class OrchestratorCore {
  private final OrganizationSettings settings;
  private final Curriculum curriculum;
  private final List<AgentId> agents;
  private final Topology topology;

  /**
   * The orchestrator of one organization.
   *
   * @throws IllegalArgumentException when an agent comes twice or the topology's settings are out of range
   */
  public OrchestratorCore(OrganizationSettings settings, Curriculum curriculum) {
    this.settings = settings;
    this.curriculum = curriculum;
    this.agents = settings.agents().stream().map(AgentSettings::id).sorted().toList();
    this.topology = Topology.of(settings.topology(), agents, settings.seed());
  }

  /** What a message leads to. */
  public OrchestratorStep step(OrchestratorState state, OrchestratorMessage message) {
    return switch (state.phase()) {
      case FINISHED -> OrchestratorStep.of(state);
      case IDLE, OPEN ->
          switch (message) {
            case Begin begin -> begin(state);
            case Reported reported -> report(state, reported.report());
            case AgentFailed failed -> fail(state, failed.agent() + ": " + failed.reason());
            case NodeFailed failed -> fail(state, failed.reason());
            case StopRequested stop -> OrchestratorStep.of(state.stopping());
          };
    };
  }

  private OrchestratorStep begin(OrchestratorState state) {
    if (state.phase() == OrchestratorState.Phase.OPEN) {
      return new OrchestratorStep(state, assignments(state, this::heardBefore));
    }
    return proceed(state, new ArrayList<>(), this::heardBefore);
  }

  private OrchestratorStep report(OrchestratorState state, RoundReport report) {
    if (Collections.binarySearch(agents, report.agent()) < 0) {
      return fail(state, report.agent() + " reported round " + report.round() + " but is not of this organization");
    }
    if (state.phase() == OrchestratorState.Phase.IDLE) {
      // An earlier life assigned it and died before it had kept anything; once begun, this one assigns it again.
      return OrchestratorStep.of(state);
    }
    if (report.round() > state.round()) {
      return fail(state, report.agent() + " reported round " + report.round() + " while " + state.round() + " is open");
    }
    RoundReport earlier = state.reports().get(report.agent());
    if (report.round() < state.round() || report.equals(earlier)) {
      return OrchestratorStep.of(state);
    }
    if (earlier != null) {
      return fail(state, report.agent() + " reported round " + report.round() + " twice with different contents");
    }
    int tokens = report.summary().text().length();
    if (tokens > settings.bounds().summaryTokensMax()) {
      return fail(
          state,
          report.agent() + " told a summary of " + tokens + " tokens in round " + report.round() + "; at most "
              + settings.bounds().summaryTokensMax() + " are allowed");
    }
    OrchestratorState heard = state.with(report);
    return heard.reports().size() < agents.size() ? OrchestratorStep.of(heard) : close(heard);
  }

  private OrchestratorStep close(OrchestratorState state) {
    RoundResult result = result(state);
    Figures total = result.total();
    SortedMap<AgentId, String> hashes = new TreeMap<>();
    SortedMap<AgentId, Summary> told = new TreeMap<>();
    SequenceHash history = SequenceHash.begin().and(state.history()).and(state.round());
    List<Summary> summaries = new ArrayList<>();
    for (RoundReport report : state.reports().values()) {
      hashes.put(report.agent(), report.stateHash());
      history.and(report.agent()).and(report.stateHash()).and(ToldBytes.steadyPartOf(report.summary()));
      summaries.add(report.summary());
      told.put(report.agent(), report.summary());
    }
    OrchestratorState closed =
        new OrchestratorState(
            OrchestratorState.Phase.IDLE,
            state.round(),
            state.stopRequested(),
            BriefingMerge.of(summaries, settings.bounds().briefingTokensMax()),
            new TreeMap<>(),
            hashes,
            told,
            state.episodes() + episodes(total),
            state.tokens() + tokens(total),
            history.hex());
    List<OrchestratorEffect> effects = new ArrayList<>();
    effects.add(new CloseRound(result));
    return proceed(closed, effects, (_, _) -> List.of());
  }

  /**
   * At a round boundary: ends, or opens the next round.
   *
   * @param heard what of the round before an agent is told again
   */
  private OrchestratorStep proceed(
      OrchestratorState state,
      List<OrchestratorEffect> effects,
      BiFunction<OrchestratorState, AgentId, List<Told>> heard) {
    Optional<Ending> ending = ending(state);
    if (ending.isPresent()) {
      String detail = settings.id() + " ended after round " + state.round();
      effects.add(new Finish(ending.get(), detail, state.round(), stateHash(state)));
      return new OrchestratorStep(state.finished(), effects);
    }
    OrchestratorState opened = state.opened(state.round() + 1);
    effects.addAll(assignments(opened, heard));
    return new OrchestratorStep(opened, effects);
  }

  private Optional<Ending> ending(OrchestratorState state) {
    if (state.round() >= settings.rounds()) {
      return Optional.of(Ending.COMPLETED);
    }
    if (state.episodes() >= settings.budget().episodesMax() || state.tokens() >= settings.budget().tokensMax()) {
      return Optional.of(Ending.BUDGET_SPENT);
    }
    return state.stopRequested() ? Optional.of(Ending.STOPPED) : Optional.empty();
  }

  private OrchestratorStep fail(OrchestratorState state, String reason) {
    OrchestratorState finished = state.finished();
    String detail = settings.id() + " failed in round " + state.round() + ": " + reason;
    return OrchestratorStep.of(finished, new Finish(Ending.FAILED, detail, finished.round(), stateHash(finished)));
  }

  /**
   * @param heard what of the round before an agent is told again
   */
  private List<OrchestratorEffect> assignments(
      OrchestratorState state, BiFunction<OrchestratorState, AgentId, List<Told>> heard) {
    List<OrchestratorEffect> assignments = new ArrayList<>();
    for (AgentId agent : agents) {
      if (!state.reports().containsKey(agent)) {
        assignments.add(new Assign(agent, assignment(agent, state, heard.apply(state, agent))));
      }
    }
    return assignments;
  }

  private Assigned assignment(AgentId agent, OrchestratorState state, List<Told> heard) {
    int round = state.round();
    List<AgentId> neighbours = topology.neighbours(agent);
    // After a fork some may be new or have other neighbours than before: who told nothing is not waited for.
    List<AgentId> awaited = neighbours.stream().filter(neighbour -> state.summaries().containsKey(neighbour)).toList();
    return new Assigned(
        round,
        curriculum.tasks(agent, round),
        curriculum.probes(agent, round),
        state.briefing(),
        neighbours,
        awaited,
        heard);
  }

  /** An agent that comes back from a crash has lost what its neighbours told it, and they will not tell it again. */
  private List<Told> heardBefore(OrchestratorState state, AgentId agent) {
    List<Told> heard = new ArrayList<>();
    for (AgentId neighbour : topology.neighbours(agent)) {
      Optional.ofNullable(state.summaries().get(neighbour))
          .ifPresent(summary -> heard.add(new Told(neighbour, state.round() - 1, summary)));
    }
    return heard;
  }

  /** Counts each summary once for the orchestrator and once for each neighbour, each briefing once for its agent. */
  private RoundResult result(OrchestratorState state) {
    SortedMap<AgentId, Figures> figures = new TreeMap<>();
    long told = (long) ToldBytes.of(state.briefing()).length * agents.size();
    double contexts = 0;
    for (Map.Entry<AgentId, RoundReport> entry : state.reports().entrySet()) {
      Summary summary = entry.getValue().summary();
      int hearers = 1 + topology.neighbours(entry.getKey()).size();
      figures.put(entry.getKey(), summary.figures());
      told += (long) ToldBytes.of(summary).length * hearers;
      contexts += summary.figures().tally("context-bytes").sum() * hearers;
    }
    return new RoundResult(settings.id(), state.round(), figures, told, Math.round(contexts));
  }

  private static long episodes(Figures figures) {
    return figures.tallies().tailMap("success/").entrySet().stream()
        .takeWhile(entry -> entry.getKey().startsWith("success/"))
        .mapToLong(entry -> entry.getValue().count())
        .sum();
  }

  private static long tokens(Figures figures) {
    return Math.round(figures.tally("tokens-generated").sum() + figures.tally("tokens-read").sum());
  }

  private String stateHash(OrchestratorState state) {
    String own =
        SequenceHash.begin()
            .and(settings.id())
            .and(state.round())
            .and(state.episodes())
            .and(state.tokens())
            .and(ToldBytes.of(state.briefing()))
            .and(state.history())
            .hex();
    SequenceHash all = SequenceHash.begin().and(own);
    state.agentHashes().forEach((agent, hash) -> all.and(agent).and(hash));
    return all.hex();
  }
}
