package org.collegium.modelhost.pretraining;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;

/** Muon with QK-Norm against AdamW at several learning rates, from the same seed on the same corpus. */
public final class PretrainingComparison {
  private PretrainingComparison() {}

  /** One training of a comparison. */
  public record Arm(String name, PretrainingSettings settings, PretrainingCurve curve) {}

  /** Steps that an arm needs to a loss; empty when it does not get there. */
  public record Reached(String arm, double loss, OptionalInt steps) {}

  /** Is told how an arm goes. */
  @FunctionalInterface
  public interface Listener {
    /** After each step of an arm. */
    void stepped(String arm, PretrainingListener.Progress progress);
  }

  /**
   * Trains all arms one after the other.
   *
   * @param muon settings of the first arm; the others differ from it in optimizer and QK-Norm only
   * @param learningRates of AdamW, one arm each, without QK-Norm
   */
  public static List<Arm> run(
      PretrainingSettings muon, List<Double> learningRates, Corpus corpus, Listener listener) {
    List<Arm> arms = new ArrayList<>();
    arms.add(arm(muon.shape().qkNorm() ? "muon + qk-norm" : "muon", muon, corpus, listener));
    for (double rate : learningRates) {
      arms.add(arm("adamw " + rate, muon.withAdamW(rate, false), corpus, listener));
    }
    return List.copyOf(arms);
  }

  private static Arm arm(String name, PretrainingSettings settings, Corpus corpus, Listener listener) {
    Pretrainer pretrainer = new Pretrainer(settings, corpus);
    return new Arm(name, settings, pretrainer.train(progress -> listener.stepped(name, progress)));
  }

  /** The arm with the lowest final loss among all but the first. */
  public static Arm bestRival(List<Arm> arms) {
    return arms.stream()
        .skip(1)
        .min(Comparator.comparingDouble(arm -> arm.curve().finalValidationLoss()))
        .orElseThrow();
  }

  /** Steps of every arm to every loss, loss by loss. */
  public static List<Reached> reached(List<Arm> arms, List<Double> losses) {
    List<Reached> all = new ArrayList<>();
    for (double loss : losses) {
      arms.forEach(arm -> all.add(new Reached(arm.name(), loss, arm.curve().stepsTo(loss))));
    }
    return List.copyOf(all);
  }
}
