package org.collegium.organization.replay;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.collegium.agents.core.AgentMessage;
import org.collegium.agents.core.AgentState;
import org.collegium.agents.identity.AgentId;
import org.collegium.organization.messagelog.Landmark;
import org.collegium.organization.messagelog.LogRecord;
import org.collegium.organization.messagelog.Party;
import org.collegium.organization.rounds.InitialStates;
import org.collegium.organization.rounds.OrchestratorMessage;
import org.collegium.organization.rounds.OrchestratorState;
import org.collegium.organization.wire.Landmarks;

/**
 * The states that agents and orchestrators had committed, by round, and those of the beginning. Of each the last two
 * stay: a process may have died between the log's flush and the database's, so that it begins again with the one
 * before.
 */
final class KeptStates implements Commits {
  private static final int KEPT_MAX = 2;

  private final InitialStates initial;
  private final Map<Party, NavigableMap<Integer, AgentState>> agents = new LinkedHashMap<>();
  private final Map<Party, Integer> proven = new LinkedHashMap<>();
  private final Map<Party, NavigableMap<Integer, OrchestratorState>> orchestrators = new LinkedHashMap<>();

  KeptStates(InitialStates initial) {
    this.initial = initial;
  }

  /** What somebody was told proves that the state it follows from is safe: nobody can begin with an older one. */
  void prove(LogRecord record, Object message) {
    if (message instanceof AgentMessage.Assigned assigned) {
      proved(record.sender(), assigned.round() - 1);
    } else if (message instanceof OrchestratorMessage.Reported reported) {
      proved(record.sender(), reported.report().round());
    }
  }

  /** What is wrong with the state that somebody is said to have begun with; empty when it was committed. */
  Optional<String> mismatch(Party receiver, int round, String stateHash) {
    return switch (receiver.kind()) {
      case AGENT -> mismatch(round, stateHash, agent(receiver, round).map(Landmarks::of));
      case ORCHESTRATOR ->
          mismatch(
              round, stateHash, orchestrator(receiver, round).map(OrchestratorState::recovered).map(Landmarks::of));
      case WORLD, MODEL_HOST, NODE -> Optional.of("keeps no state, yet one was recorded for it");
    };
  }

  /** The same for what was committed for the round, if anything was. */
  static Optional<String> mismatch(int round, String recorded, Optional<Landmark.Recovered> replayed) {
    if (replayed.isEmpty()) {
      return Optional.of("began with its state of round " + round + ", which the replayed one did not commit");
    }
    String hash = replayed.get().stateHash();
    return hash.equals(recorded)
        ? Optional.empty()
        : Optional.of(
            "began with state " + recorded + " of round " + round + ", but the replayed one committed " + hash);
  }

  private void proved(Party party, int round) {
    proven.merge(party, round, Math::max);
  }

  @Override
  public void commit(Party agent, AgentState state) {
    keep(agents, agent, state.roundDone(), state);
  }

  @Override
  public void commit(Party orchestrator, OrchestratorState state) {
    keep(orchestrators, orchestrator, state.closedRounds(), state);
  }

  private static <S> void keep(Map<Party, NavigableMap<Integer, S>> all, Party party, int round, S state) {
    NavigableMap<Integer, S> kept = all.computeIfAbsent(party, _ -> new TreeMap<>());
    kept.put(round, state);
    kept.tailMap(round, false).clear();
    if (kept.size() > KEPT_MAX) {
      kept.pollFirstEntry();
    }
  }

  /** What an agent has committed for a round; empty when it did not, or that is too long ago. */
  Optional<AgentState> agent(Party agent, int round) {
    AgentState first = initialAgent(agent);
    return of(agents, agent, round, first.roundDone(), first);
  }

  /** What an orchestrator has committed for a round; empty when it did not, or that is too long ago. */
  Optional<OrchestratorState> orchestrator(Party orchestrator, int round) {
    OrchestratorState first = initialOrchestrator(orchestrator);
    return of(orchestrators, orchestrator, round, first.closedRounds(), first);
  }

  private <S> Optional<S> of(
      Map<Party, NavigableMap<Integer, S>> all, Party party, int round, int firstRound, S first) {
    if (round < proven.getOrDefault(party, 0)) {
      return Optional.empty();
    }
    Optional<S> committed = Optional.ofNullable(all.getOrDefault(party, new TreeMap<>()).get(round));
    return committed.isEmpty() && round == firstRound ? Optional.of(first) : committed;
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
