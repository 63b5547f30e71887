package org.collegium.modelhost.pretraining;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.collegium.modelhost.model.DecoderWeights;

/**
 * Moves all weights of a base by their gradients: hidden matrices by Muon (those of one shape together, since
 * Newton-Schulz costs many small products) or AdamW, everything else by AdamW.
 */
final class WeightUpdate {
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.95;
  private static final double EPSILON = 1e-8;

  private final PretrainingSettings settings;
  private final NDManager manager;
  private final List<Hidden> hidden = new ArrayList<>();
  private final List<Outer> outer = new ArrayList<>();

  /** Matrices of one shape with their common momentum {@code [count, rows, columns]}. */
  private record Hidden(List<NDArray> matrices, NDArray momentum) {}

  private record Outer(NDArray array, NDArray first, NDArray second, double learningRate, double weightDecay) {}

  /** Marks all weights as leaves; the optimizer's state belongs to the manager. */
  WeightUpdate(PretrainingSettings settings, DecoderWeights weights, NDManager manager) {
    this.settings = settings;
    this.manager = manager;
    SequencedMap<Shape, List<NDArray>> byShape = new LinkedHashMap<>();
    weights.arrays().forEach((name, array) -> {
      array.setRequiresGradient(true);
      boolean hiddenMatrix = array.getShape().dimension() == 2 && name.contains(".layers.");
      if (hiddenMatrix && settings.optimizer() == BaseOptimizer.MUON) {
        byShape.computeIfAbsent(array.getShape(), shape -> new ArrayList<>()).add(array);
      } else {
        double rate = hiddenMatrix ? settings.hiddenLearningRate() : settings.outerLearningRate();
        double decay = array.getShape().dimension() == 2 ? settings.weightDecay() : 0;
        outer.add(new Outer(array, manager.zeros(array.getShape()), manager.zeros(array.getShape()), rate, decay));
      }
    });
    byShape.forEach((shape, matrices) ->
        hidden.add(new Hidden(matrices, manager.zeros(new Shape(matrices.size(), shape.get(0), shape.get(1))))));
  }

  /**
   * Moves the weights and zeroes their gradients; gradient recording is off.
   *
   * @param step from 0
   */
  void step(int step) {
    double factor = settings.schedule().factor(step);
    for (Hidden group : hidden) {
      try (NDManager scope = manager.newSubManager()) {
        NDArray gradients = stacked(scope, group.matrices().stream().map(matrix -> gradient(matrix, scope)).toList());
        NDArray moved = stacked(scope, group.matrices());
        // Results belong to the manager of the left operand: lent to the scope, momentum leaves nothing behind.
        group.momentum().attach(scope);
        Muon.step(moved, group.momentum(), gradients, settings.hiddenLearningRate() * factor, settings.weightDecay());
        for (int i = 0; i < group.matrices().size(); i++) {
          replace(group.matrices().get(i), moved.get(i));
        }
        group.momentum().attach(manager);
      }
    }
    for (Outer each : outer) {
      try (NDManager scope = manager.newSubManager()) {
        adamW(each, scope, each.learningRate() * factor, step + 1);
      }
    }
  }

  /** Every call hands out a new array that holds on to the gradient; the scope lets go of it. */
  private static NDArray gradient(NDArray weight, NDManager scope) {
    NDArray gradient = weight.getGradient();
    gradient.attach(scope);
    return gradient;
  }

  private static NDArray stacked(NDManager scope, List<NDArray> arrays) {
    NDArray stacked = NDArrays.stack(new NDList(arrays));
    stacked.attach(scope);
    return stacked;
  }

  private static void replace(NDArray array, NDArray values) {
    array.subi(array).addi(values);
    JniUtils.zeroGrad((PtNDArray) array);
  }

  /** AdamW (arXiv 1711.05101, algorithm 2). */
  private static void adamW(Outer each, NDManager scope, double rate, int time) {
    NDArray gradient = gradient(each.array(), scope);
    each.first().muli(BETA1).addi(gradient.mul(1 - BETA1));
    each.second().muli(BETA2).addi(gradient.square().mul(1 - BETA2));
    NDArray second = each.second().div(1 - Math.pow(BETA2, time));
    second.attach(scope);
    NDArray first = each.first().div(1 - Math.pow(BETA1, time));
    first.attach(scope);
    NDArray update = first.div(second.sqrt().add(EPSILON)).mul(rate);
    each.array().muli(1 - rate * each.weightDecay()).subi(update);
    JniUtils.zeroGrad((PtNDArray) each.array());
  }
}
