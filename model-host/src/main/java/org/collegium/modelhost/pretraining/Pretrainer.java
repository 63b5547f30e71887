package org.collegium.modelhost.pretraining;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.collegium.modelhost.model.Adaptation;
import org.collegium.modelhost.model.Decoder;
import org.collegium.modelhost.model.DecoderWeights;
import org.collegium.modelhost.model.FusedWeights;
import org.collegium.modelhost.model.ModelConfiguration;
import org.collegium.modelhost.model.NativeRuntime;

/**
 * Trains a base from nothing. A training is a function of its settings and its corpus: done twice on one machine it
 * gives the same weights.
 */
public final class Pretrainer {
  private final PretrainingSettings settings;
  private final Corpus corpus;

  /**
   * A training that has not begun.
   *
   * @throws IllegalArgumentException if corpus and base do not have the same vocabulary
   */
  public Pretrainer(PretrainingSettings settings, Corpus corpus) {
    if (settings.shape().vocabularySize() != corpus.vocabularySize()) {
      throw new IllegalArgumentException(
          "the base has " + settings.shape().vocabularySize() + " token ids, the corpus " + corpus.vocabularySize());
    }
    this.settings = settings;
    this.corpus = corpus;
  }

  /** Trains on the CPU, on the calling thread, and keeps only the curve. */
  public PretrainingCurve train(PretrainingListener listener) {
    return run(Optional.empty(), listener);
  }

  /**
   * Trains on the CPU, on the calling thread, and writes {@code config.json} and {@code model.safetensors}.
   *
   * @param folder where the base is written, behind the last step
   */
  public PretrainingCurve train(Path folder, PretrainingListener listener) {
    return run(Optional.of(folder), listener);
  }

  private PretrainingCurve run(Optional<Path> folder, PretrainingListener listener) {
    long begin = System.nanoTime();
    try (NDManager manager = NativeRuntime.open("cpu")) {
      NativeRuntime.inferenceOnly();
      ModelConfiguration configuration = configuration(settings.shape());
      DecoderWeights weights = DecoderWeights.random(configuration, settings.seed(), manager);
      Decoder decoder = new Decoder(configuration, settings.tokensPerRow(), manager);
      WeightUpdate update = new WeightUpdate(settings, weights, manager);
      List<List<CorpusRow>> heldOut = corpus.validation(settings.batchRows(), settings.tokensPerRow());
      int steps = settings.schedule().steps();
      List<PretrainingCurve.Point> points = new ArrayList<>();
      for (int step = 0; step < steps; step++) {
        List<CorpusRow> rows = corpus.training(step, settings.batchRows(), settings.tokensPerRow());
        double loss = backward(decoder, weights, manager, rows);
        if (!Double.isFinite(loss)) {
          throw new IllegalStateException("the loss is " + loss + " at step " + step + ": lower the learning rate");
        }
        update.step(step);
        boolean validated = (step + 1) % settings.validateEvery() == 0 || step == steps - 1;
        OptionalDouble validation =
            validated ? OptionalDouble.of(validate(decoder, weights, manager, heldOut)) : OptionalDouble.empty();
        double seconds = (System.nanoTime() - begin) / 1e9;
        if (validation.isPresent()) {
          points.add(new PretrainingCurve.Point(step + 1, loss, validation.getAsDouble()));
        }
        listener.stepped(new PretrainingListener.Progress(step + 1, steps, loss, validation, seconds));
      }
      folder.ifPresent(weights::save);
      return new PretrainingCurve(points, parameters(weights), (System.nanoTime() - begin) / 1e9);
    }
  }

  private double backward(Decoder decoder, DecoderWeights weights, NDManager manager, List<CorpusRow> rows) {
    NativeRuntime.learning();
    try (NDManager step = manager.newSubManager();
        GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
      NDArray loss = loss(decoder, weights.fused(step), rows, step);
      collector.backward(loss);
      return loss.getFloat();
    } finally {
      NativeRuntime.inferenceOnly();
    }
  }

  private double validate(
      Decoder decoder, DecoderWeights weights, NDManager manager, List<List<CorpusRow>> batches) {
    double sum = 0;
    long counted = 0;
    for (List<CorpusRow> rows : batches) {
      try (NDManager step = manager.newSubManager()) {
        long here = rows.stream().mapToLong(CorpusRow::countedTokens).sum();
        sum += here * loss(decoder, weights.fused(step), rows, step).getFloat();
        counted += here;
      }
    }
    return sum / counted;
  }

  /** Mean next-token loss of the counted tokens, nats. */
  private NDArray loss(Decoder decoder, FusedWeights weights, List<CorpusRow> rows, NDManager step) {
    TokenBatch batch = TokenBatch.of(rows, settings.tokensPerRow(), corpus.paddingToken(), step);
    NDArray logProbabilities = decoder.logits(weights, Adaptation.NONE, batch.inputs()).logSoftmax(-1);
    NDArray ofTargets = logProbabilities.gather(batch.targets(), -1);
    return ofTargets.mul(batch.weights()).sum().neg();
  }

  private static long parameters(DecoderWeights weights) {
    return weights.arrays().values().stream().mapToLong(array -> array.getShape().size()).sum();
  }

  private static ModelConfiguration configuration(BaseShape shape) {
    return new ModelConfiguration(
        shape.vocabularySize(),
        shape.width(),
        shape.feedForwardWidth(),
        shape.layers(),
        shape.heads(),
        shape.keyValueHeads(),
        shape.width() / shape.heads(),
        shape.positionsMax(),
        shape.ropeTheta(),
        shape.normEpsilon(),
        shape.tiedHead(),
        shape.qkNorm());
  }
}
