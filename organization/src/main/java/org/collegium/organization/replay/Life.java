package org.collegium.organization.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.collegium.organization.messagelog.Landmark;
import org.collegium.organization.messagelog.LogRecord;

/**
 * One actor that keeps its state, fed from the log through all its incarnations.
 *
 * <p>An incarnation begins with the state that was kept after the round its {@link Landmark.Recovered} names. Messages
 * that came while that state was still being read stand before the landmark; they wait for it here.
 *
 * @param <M> protocol of the actor
 * @param <S> its state
 */
final class Life<M, S> {
  private static final int ROUNDS_MAX = 16;

  private final Class<M> protocol;
  private final BiFunction<S, M, Turn<S>> core;
  private final Function<S, S> recovered;
  private final Consumer<Kept<S>> watcher;
  private final TreeMap<Integer, S> kept = new TreeMap<>();
  private final List<M> early = new ArrayList<>();
  private S state;
  private int incarnation;
  private boolean hasBegun;

  /** Where a message led. */
  record Turn<S>(S state, List<Kept<S>> kept) {}

  /**
   * A state that was kept.
   *
   * @param why the effect that it came with
   */
  record Kept<S>(int round, S state, Object why) {}

  /**
   * @param recovered what the core makes of a kept state in a new life
   * @param watcher is told of every state that was kept, also again when a round was done again
   */
  Life(
      Class<M> protocol,
      int round,
      S initial,
      BiFunction<S, M, Turn<S>> core,
      Function<S, S> recovered,
      Consumer<Kept<S>> watcher) {
    this.protocol = protocol;
    this.core = core;
    this.recovered = recovered;
    this.watcher = watcher;
    this.state = initial;
    kept.put(round, initial);
  }

  /** Takes the next thing that the actor received or that was recorded of it. */
  void read(LogRecord record, Object message) {
    if (record.incarnation() != incarnation) {
      incarnation = record.incarnation();
      hasBegun = false;
      early.clear();
    }
    if (message instanceof Landmark.Recovered begun) {
      begin(record, begun.round());
    } else if (hasBegun) {
      give(protocol.cast(message));
    } else {
      early.add(protocol.cast(message));
    }
  }

  private void begin(LogRecord record, int round) {
    state =
        recovered.apply(
            Optional.ofNullable(kept.get(round))
                .orElseThrow(
                    () ->
                        new LogContradictionException(
                            record.place() + ": begins after round " + round + ", whose end is not in the log")));
    hasBegun = true;
    List<M> waiting = List.copyOf(early);
    early.clear();
    waiting.forEach(this::give);
  }

  private void give(M message) {
    Turn<S> turn = core.apply(state, message);
    state = turn.state();
    for (Kept<S> each : turn.kept()) {
      kept.put(each.round(), each.state());
      // Of one process only the last state can come back; on a cluster, lives may have overlapped for some rounds.
      kept.headMap(each.round() - ROUNDS_MAX).clear();
      watcher.accept(each);
    }
  }
}
