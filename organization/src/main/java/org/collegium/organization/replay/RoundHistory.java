package org.collegium.organization.replay;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.collegium.organization.messagelog.Landmark;
import org.collegium.organization.messagelog.LogRecord;
import org.collegium.organization.messagelog.Party;
import org.collegium.organization.rounds.OrchestratorCore;
import org.collegium.organization.rounds.OrchestratorEffect;
import org.collegium.organization.rounds.OrchestratorMessage;
import org.collegium.organization.rounds.OrchestratorState;
import org.collegium.organization.rounds.OrchestratorStep;
import org.collegium.organization.rounds.RunCores;
import org.collegium.organization.run.InitialStates;
import org.collegium.organization.run.RoundResult;
import org.collegium.organization.run.RunPlan;
import org.collegium.organization.wire.MessageWire;

/**
 * The closed rounds of a run as its log tells them, over all processes that worked on it: orchestrators are fed what
 * they received. A round that was closed and then taken back by a crash counts as it was closed the last time.
 */
public final class RoundHistory {
  private final RunCores cores;
  private final InitialStates initial;
  private final Map<String, Life> lives = new HashMap<>();
  private final SortedMap<String, SortedMap<Integer, RoundResult>> rounds = new TreeMap<>();

  /** One orchestrator: where it stands, where it stood when it closed each round, what waits for its beginning. */
  private static final class Life {
    final OrchestratorCore core;
    final Map<Integer, OrchestratorState> kept = new HashMap<>();
    final List<OrchestratorMessage> early = new ArrayList<>();
    OrchestratorState state = OrchestratorState.INITIAL;
    int incarnation;
    boolean hasBegun;

    Life(OrchestratorCore core) {
      this.core = core;
    }
  }

  /**
   * Prepares to read the log of a run.
   *
   * @param initial what the run began with
   */
  public RoundHistory(RunPlan plan, InitialStates initial) {
    this.cores = new RunCores(plan);
    this.initial = initial;
  }

  /** Takes the next record of the log; what no orchestrator received changes nothing. */
  public void read(LogRecord record) {
    if (record.receiver().kind() != Party.Kind.ORCHESTRATOR) {
      return;
    }
    String organization = record.receiver().id();
    Life life = lives.computeIfAbsent(organization, id -> new Life(cores.orchestrator(id)));
    if (record.incarnation() != life.incarnation) {
      life.incarnation = record.incarnation();
      life.hasBegun = false;
      life.early.clear();
    }
    switch (MessageWire.messageOf(record.manifest(), record.payload())) {
      case Landmark.Recovered recovered -> begin(organization, life, recovered.round());
      case OrchestratorMessage message when life.hasBegun -> give(organization, life, message);
      case OrchestratorMessage message -> life.early.add(message);
      default -> throw new IllegalArgumentException(record.place() + ": no orchestrator is told " + record.manifest());
    }
  }

  /** What was read so far: closed rounds by organization, in order. */
  public SortedMap<String, List<RoundResult>> rounds() {
    SortedMap<String, List<RoundResult>> closed = new TreeMap<>();
    rounds.forEach((organization, results) -> closed.put(organization, List.copyOf(results.values())));
    return Collections.unmodifiableSortedMap(closed);
  }

  private void begin(String organization, Life life, int round) {
    OrchestratorState first = initial.of(organization);
    OrchestratorState kept = round == first.closedRounds() ? first : Objects.requireNonNull(
        life.kept.get(round), () -> organization + " begins after round " + round + ", which was never closed");
    life.state = kept.recovered();
    life.hasBegun = true;
    List<OrchestratorMessage> early = List.copyOf(life.early);
    life.early.clear();
    early.forEach(message -> give(organization, life, message));
  }

  private void give(String organization, Life life, OrchestratorMessage message) {
    OrchestratorStep step = life.core.step(life.state, message);
    life.state = step.state();
    for (OrchestratorEffect effect : step.effects()) {
      if (effect instanceof OrchestratorEffect.CloseRound closed) {
        int round = closed.result().round();
        life.kept.put(round, life.state);
        life.kept.remove(round - 2);
        rounds.computeIfAbsent(organization, _ -> new TreeMap<>()).put(round, closed.result());
      }
    }
  }
}
