package org.collegium.organization.replay;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.collegium.organization.messagelog.LogRecord;
import org.collegium.organization.messagelog.Party;
import org.collegium.organization.rounds.InitialStates;
import org.collegium.organization.rounds.OrchestratorCore;
import org.collegium.organization.rounds.OrchestratorEffect;
import org.collegium.organization.rounds.OrchestratorMessage;
import org.collegium.organization.rounds.OrchestratorState;
import org.collegium.organization.rounds.OrchestratorStep;
import org.collegium.organization.rounds.RunCores;
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
  private final Map<String, Life<OrchestratorMessage, OrchestratorState>> lives = new LinkedHashMap<>();
  private final SortedMap<String, SortedMap<Integer, RoundResult>> rounds = new TreeMap<>();

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
    if (record.receiver().kind() == Party.Kind.ORCHESTRATOR) {
      lives
          .computeIfAbsent(record.receiver().id(), id -> orchestrator(id, cores, initial, this::closed))
          .read(record, MessageWire.messageOf(record.manifest(), record.payload()));
    }
  }

  /** What was read so far: closed rounds by organization, in order. */
  public SortedMap<String, List<RoundResult>> rounds() {
    SortedMap<String, List<RoundResult>> closed = new TreeMap<>();
    rounds.forEach((organization, results) -> closed.put(organization, List.copyOf(results.values())));
    return Collections.unmodifiableSortedMap(closed);
  }

  private void closed(Life.Kept<OrchestratorState> kept) {
    if (kept.why() instanceof OrchestratorEffect.CloseRound closed) {
      RoundResult result = closed.result();
      rounds.computeIfAbsent(result.organization(), _ -> new TreeMap<>()).put(result.round(), result);
    }
  }

  static Life<OrchestratorMessage, OrchestratorState> orchestrator(
      String id, RunCores cores, InitialStates initial, Consumer<Life.Kept<OrchestratorState>> watcher) {
    OrchestratorCore core = cores.orchestrator(id);
    OrchestratorState first = initial.of(id);
    return new Life<>(
        OrchestratorMessage.class,
        first.closedRounds(),
        first,
        (state, message) -> turn(core.step(state, message)),
        OrchestratorState::recovered,
        watcher);
  }

  private static Life.Turn<OrchestratorState> turn(OrchestratorStep step) {
    List<Life.Kept<OrchestratorState>> kept = new ArrayList<>();
    for (OrchestratorEffect effect : step.effects()) {
      if (effect instanceof OrchestratorEffect.CloseRound closed) {
        kept.add(new Life.Kept<>(closed.result().round(), step.state(), closed));
      }
    }
    return new Life.Turn<>(step.state(), kept);
  }
}
