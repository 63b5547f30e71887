package org.collegium.modelhost.inference;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.core.Embedding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.collegium.modelhost.adapter.Adapter;
import org.collegium.modelhost.adapter.AdapterSlots;
import org.collegium.modelhost.adapter.ChunkRows;
import org.collegium.modelhost.model.Decoder;
import org.collegium.modelhost.model.FusedWeights;
import org.collegium.modelhost.model.NativeRuntime;
import org.collegium.modelhost.protocol.Reals;
import org.collegium.modelhost.protocol.Tokens;
import org.collegium.modelhost.telemetry.HostMeter;

/**
 * Says how likely given tokens are. A result depends on its own sequence alone, bit for bit, for the reasons given at
 * {@link GenerationEngine}.
 *
 * <p>Not thread-safe; the thread must not record gradients ({@link NativeRuntime#inferenceOnly}).
 */
public final class Scorer implements AutoCloseable {
  private final Decoder decoder;
  private final FusedWeights weights;
  private final EngineLimits limits;
  private final NDManager manager;
  private final AdapterSlots adapterSlots;

  /**
   * A sequence to score.
   *
   * @param from first scored place, {@code 1 <= from < tokens.length()}
   * @param adapters active adapters, the policy first; none for the base alone
   */
  public record Sequence(Tokens tokens, int from, List<Adapter> adapters) {
    /** Copies the list. */
    public Sequence {
      adapters = List.copyOf(adapters);
    }
  }

  /**
   * What was found.
   *
   * @param logProbabilities of each scored token given all before it, nats
   * @param entropies of the distributions from which these tokens come, nats
   */
  public record Scores(Reals logProbabilities, Reals entropies) {}

  /** A scorer that tells nobody what it does; see the other one. */
  public Scorer(Decoder decoder, FusedWeights weights, EngineLimits limits, NDManager parent) {
    this(decoder, weights, limits, parent, HostMeter.SILENT);
  }

  /** A scorer; its arrays belong to a sub-manager that {@link #close()} closes. */
  public Scorer(Decoder decoder, FusedWeights weights, EngineLimits limits, NDManager parent, HostMeter meter) {
    this.decoder = decoder;
    this.weights = weights;
    this.limits = limits;
    this.manager = parent.newSubManager();
    this.adapterSlots =
        new AdapterSlots(decoder.configuration(), ChunkRows.SEQUENCES, limits.rankMax(), manager, meter);
  }

  /**
   * Scores sequences, in as few passes as memory allows.
   *
   * @return one result a sequence, in order
   * @throws IllegalArgumentException when a sequence is too long, or {@code from} is out of range
   */
  public List<Scores> score(List<Sequence> sequences) {
    sequences.forEach(this::check);
    List<Integer> order = IntStream.range(0, sequences.size()).boxed().toList();
    List<Scores> all = new ArrayList<>(Collections.nCopies(sequences.size(), new Scores(Reals.empty(), Reals.empty())));
    List<PassPlan<Integer>> passes =
        PassPlan.divide(order, index -> sequences.get(index).tokens().length(), limits.promptTokensMax());
    for (PassPlan<Integer> pass : passes) {
      List<Scores> some = pass(pass.time(), pass.sequences().stream().map(sequences::get).toList());
      for (int i = 0; i < some.size(); i++) {
        all.set(pass.sequences().get(i), some.get(i));
      }
    }
    return all;
  }

  private void check(Sequence sequence) {
    int length = sequence.tokens().length();
    if (length > decoder.positionsMax() || sequence.from() < 1 || sequence.from() >= length) {
      throw new IllegalArgumentException(
          "a sequence of " + length + " tokens, scored from place " + sequence.from() + ", is not one of 2 to "
              + decoder.positionsMax() + " tokens scored from 1 or later");
    }
  }

  private List<Scores> pass(int time, List<Sequence> sequences) {
    long[] ids = new long[sequences.size() * time];
    int count = sequences.stream().mapToInt(sequence -> sequence.tokens().length() - sequence.from()).sum();
    // The head is a product too: as many places as the fewest rows of a batch, the surplus ones at place 0.
    long[] places = new long[Math.ceilDiv(count, Decoder.ROWS_MIN) * Decoder.ROWS_MIN];
    int at = 0;
    for (int row = 0; row < sequences.size(); row++) {
      Tokens tokens = sequences.get(row).tokens();
      for (int position = 0; position < tokens.length(); position++) {
        ids[row * time + position] = tokens.at(position);
        if (position >= sequences.get(row).from()) {
          places[at++] = (long) row * time + position - 1;
        }
      }
    }
    float[] logits = logits(time, sequences, ids, places);
    List<Scores> scores = new ArrayList<>();
    int from = 0;
    for (Sequence sequence : sequences) {
      scores.add(scores(sequence, logits, from));
      from += sequence.tokens().length() - sequence.from();
    }
    return scores;
  }

  private float[] logits(int time, List<Sequence> sequences, long[] ids, long[] places) {
    var adaptation = adapterSlots.fill(sequences.stream().map(Sequence::adapters).toList());
    try (NDManager scope = manager.newSubManager()) {
      NDArray tokens = scope.create(ids, new Shape(sequences.size(), time));
      NDArray hidden = decoder.evaluate(weights, adaptation, tokens).reshape(ids.length, -1);
      NDArray some = Embedding.embedding(scope.create(places), hidden, SparseFormat.DENSE).singletonOrThrow();
      return decoder.head(weights, some).toFloatArray();
    }
  }

  private Scores scores(Sequence sequence, float[] logits, int first) {
    int vocabulary = decoder.configuration().vocabulary();
    int count = sequence.tokens().length() - sequence.from();
    float[] logProbabilities = new float[count];
    float[] entropies = new float[count];
    for (int i = 0; i < count; i++) {
      int from = (first + i) * vocabulary;
      float[] own = Arrays.copyOfRange(logits, from, from + vocabulary);
      double max = Double.NEGATIVE_INFINITY;
      for (float logit : own) {
        max = Math.max(max, logit);
      }
      double total = 0;
      double weighted = 0;
      for (float logit : own) {
        double weight = Math.exp(logit - max);
        total += weight;
        weighted += weight * (logit - max);
      }
      double logTotal = Math.log(total);
      logProbabilities[i] = (float) (own[sequence.tokens().at(sequence.from() + i)] - max - logTotal);
      entropies[i] = (float) (logTotal - weighted / total);
    }
    return new Scores(Reals.of(logProbabilities), Reals.of(entropies));
  }

  @Override
  public void close() {
    adapterSlots.close();
    manager.close();
  }
}
