package org.collegium.modelhost.learning;

import java.util.Arrays;
import org.collegium.modelhost.protocol.Segment;
import org.collegium.modelhost.protocol.Tokens;
import org.collegium.modelhost.protocol.Trajectory;

/**
 * One trajectory as a learning pass reads it: input tokens, and the places whose next token the loss counts.
 *
 * <p>What follows the last counted token cannot change its prediction, so it is left out.
 */
final class LearnRow {
  private final int[] inputs;
  private final int[] places;
  private final int[] targets;
  private final float[] sampledLogProbabilities;

  private LearnRow(int[] inputs, int[] places, int[] targets, float[] sampledLogProbabilities) {
    this.inputs = inputs;
    this.places = places;
    this.targets = targets;
    this.sampledLogProbabilities = sampledLogProbabilities;
  }

  /** Counts the action tokens that carry a log-probability. */
  static LearnRow ofActions(Trajectory trajectory) {
    return of(trajectory, Segment.Kind.ACTION);
  }

  /** Counts the observation tokens. */
  static LearnRow ofObservations(Trajectory trajectory) {
    return of(trajectory, Segment.Kind.OBSERVATION);
  }

  private static LearnRow of(Trajectory trajectory, Segment.Kind kind) {
    Tokens tokens = trajectory.tokens();
    int[] places = new int[tokens.length()];
    float[] logProbabilities = new float[tokens.length()];
    int count = 0;
    int at = 0;
    for (Segment segment : trajectory.segments()) {
      boolean sampled = segment.logProbabilities().length() > 0;
      boolean counted = segment.kind() == kind && (kind != Segment.Kind.ACTION || sampled);
      for (int i = 0; i < segment.tokens().length(); i++, at++) {
        // A token is predicted at the place before it, whoever wrote that; the very first has no such place.
        if (counted && at > 0) {
          places[count] = at - 1;
          logProbabilities[count] = sampled ? segment.logProbabilities().at(i) : 0;
          count++;
        }
      }
    }
    places = Arrays.copyOf(places, count);
    int[] targets = Arrays.stream(places).map(place -> tokens.at(place + 1)).toArray();
    int inputLength = count == 0 ? 0 : places[count - 1] + 1;
    return new LearnRow(
        tokens.slice(0, inputLength).toArray(), places, targets, Arrays.copyOf(logProbabilities, count));
  }

  /** Input tokens up to the last counted place. */
  int length() {
    return inputs.length;
  }

  /** Number of counted tokens. */
  int counted() {
    return places.length;
  }

  /** Input token at a position, {@code 0 <= position < length()}. */
  int input(int position) {
    return inputs[position];
  }

  /** Position that predicts the counted token {@code index}. */
  int place(int index) {
    return places[index];
  }

  /** Id of the counted token {@code index}. */
  int target(int index) {
    return targets[index];
  }

  /** Log-probability of the counted token {@code index} when it was sampled; 0 for an observation. */
  float sampledLogProbability(int index) {
    return sampledLogProbabilities[index];
  }
}
