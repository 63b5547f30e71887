package org.collegium.organization.replay;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.collegium.agents.core.AgentState;
import org.collegium.agents.identity.AgentId;
import org.collegium.organization.messagelog.Landmark;
import org.collegium.organization.messagelog.Party;
import org.collegium.organization.rounds.InitialStates;
import org.collegium.organization.rounds.OrchestratorState;
import org.collegium.organization.wire.Landmarks;

/**
 * The states that any life of agents and orchestrators had committed, by round, and those of the beginning. Lives that
 * overlap may each commit the same round; what depends on the load of the machine can differ then, and which of them
 * the database has only the next life tells. Of the last {@value #ROUNDS_MAX} rounds all stay.
 */
final class CommittedStates implements Commits {
  /** Lives that overlap are never this many rounds apart. */
  private static final int ROUNDS_MAX = 16;

  private final InitialStates initial;
  private final Map<Party, NavigableMap<Integer, List<AgentState>>> agents = new LinkedHashMap<>();
  private final Map<Party, NavigableMap<Integer, List<OrchestratorState>>> orchestrators = new LinkedHashMap<>();

  CommittedStates(InitialStates initial) {
    this.initial = initial;
  }

  @Override
  public void commit(Party agent, AgentState state) {
    keep(agents, agent, state.roundDone(), state);
  }

  @Override
  public void commit(Party orchestrator, OrchestratorState state) {
    keep(orchestrators, orchestrator, state.closedRounds(), state);
  }

  private static <S> void keep(Map<Party, NavigableMap<Integer, List<S>>> all, Party party, int round, S state) {
    NavigableMap<Integer, List<S>> kept = all.computeIfAbsent(party, _ -> new TreeMap<>());
    List<S> sameRound = kept.computeIfAbsent(round, _ -> new ArrayList<>());
    if (!sameRound.contains(state)) {
      sameRound.add(state);
    }
    kept.headMap(kept.lastKey() - ROUNDS_MAX).clear();
  }

  /** What an agent has committed for a round in its lives; the last one stands last. */
  List<AgentState> agent(Party agent, int round) {
    AgentState first = initialAgent(agent);
    return of(agents, agent, round, first.roundDone(), first);
  }

  /** What an orchestrator has committed for a round in its lives; the last one stands last. */
  List<OrchestratorState> orchestrator(Party orchestrator, int round) {
    OrchestratorState first = initialOrchestrator(orchestrator);
    return of(orchestrators, orchestrator, round, first.closedRounds(), first);
  }

  private static <S> List<S> of(
      Map<Party, NavigableMap<Integer, List<S>>> all, Party party, int round, int firstRound, S first) {
    List<S> found = new ArrayList<>();
    if (round == firstRound) {
      found.add(first);
    }
    found.addAll(all.getOrDefault(party, new TreeMap<>()).getOrDefault(round, List.of()));
    return found;
  }

  /** Begins a life with the state that its landmark names; false while nobody has committed it. */
  boolean begin(Cores cores, Party receiver, Landmark.Recovered recovered) {
    if (receiver.kind() == Party.Kind.AGENT) {
      Optional<AgentState> state =
          agent(receiver, recovered.round()).stream().filter(each -> Landmarks.of(each).equals(recovered)).findFirst();
      state.ifPresent(each -> cores.begin(receiver, each));
      return state.isPresent();
    }
    Optional<OrchestratorState> state =
        orchestrator(receiver, recovered.round()).stream()
            .filter(each -> Landmarks.of(each.recovered()).equals(recovered))
            .findFirst();
    state.ifPresent(each -> cores.begin(receiver, each));
    return state.isPresent();
  }

  /** Why a life cannot begin. */
  String mismatch(Party receiver, Landmark.Recovered recovered) {
    Optional<Landmark.Recovered> last =
        receiver.kind() == Party.Kind.AGENT
            ? agent(receiver, recovered.round()).reversed().stream().findFirst().map(Landmarks::of)
            : orchestrator(receiver, recovered.round()).reversed().stream()
                .findFirst()
                .map(OrchestratorState::recovered)
                .map(Landmarks::of);
    return KeptStates.mismatch(recovered.round(), recovered.stateHash(), last).orElse("");
  }

  @Override
  public AgentState initialAgent(Party agent) {
    return initial.of(AgentId.parse(agent.id()));
  }

  @Override
  public OrchestratorState initialOrchestrator(Party orchestrator) {
    return initial.of(orchestrator.id());
  }
}
