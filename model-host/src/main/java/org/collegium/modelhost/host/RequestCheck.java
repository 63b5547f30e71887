package org.collegium.modelhost.host;

import java.util.List;
import java.util.Optional;
import org.collegium.modelhost.protocol.ActiveAdapters;
import org.collegium.modelhost.protocol.AdapterShape;
import org.collegium.modelhost.protocol.AdapterStamp;
import org.collegium.modelhost.protocol.HostRequest;
import org.collegium.modelhost.protocol.OptimizerSettings;
import org.collegium.modelhost.protocol.PolicyObjective;
import org.collegium.modelhost.protocol.RolloutGroup;
import org.collegium.modelhost.protocol.Sampling;
import org.collegium.modelhost.protocol.Tokens;
import org.collegium.modelhost.protocol.Trajectory;
import org.collegium.modelhost.protocol.WorldObjective;

/** Finds what makes a request one that can never be served; each complaint names its place. */
final class RequestCheck {
  private static final int INNER_STEPS_MAX = 10_000;

  private final Limits limits;

  /**
   * Sizes that requests must keep to.
   *
   * @param vocabularySize number of token ids
   * @param positionsMax most tokens of one sequence
   * @param rankMax largest rank of an adapter
   */
  record Limits(int vocabularySize, int positionsMax, int rankMax) {}

  RequestCheck(Limits limits) {
    this.limits = limits;
  }

  /** The first complaint about a request, if there is one. */
  Optional<String> complaint(HostRequest request) {
    try {
      switch (request) {
        case HostRequest.Open open -> check(open.shape());
        case HostRequest.Generate generate -> check(generate.prompt(), generate.sampling());
        case HostRequest.Score score -> check(score);
        case HostRequest.LearnPolicy learn -> check(learn);
        case HostRequest.LearnWorld learn -> check(learn);
        case HostRequest.Derive derive -> check(derive);
        case HostRequest.Load load -> check(load);
        case HostRequest.Save _ -> {
          // Any pair that is there can be saved.
        }
      }
      return Optional.empty();
    } catch (Complaint complaint) {
      return Optional.of(complaint.text);
    }
  }

  private void check(HostRequest.Load load) {
    require(!load.policy().equals(AdapterStamp.NONE), "policy is the stamp of an adapter that nobody has opened");
    require(!load.world().equals(AdapterStamp.NONE), "world is the stamp of an adapter that nobody has opened");
  }

  private void check(AdapterShape shape) {
    require(
        shape.policyRank() >= 1 && shape.policyRank() <= limits.rankMax(),
        "shape.policyRank must be between 1 and " + limits.rankMax() + ", was " + shape.policyRank());
    require(
        shape.worldRank() >= 1 && shape.worldRank() <= limits.rankMax(),
        "shape.worldRank must be between 1 and " + limits.rankMax() + ", was " + shape.worldRank());
    positive("shape.scale", shape.scale());
  }

  private void check(Tokens prompt, Sampling sampling) {
    require(!prompt.isEmpty(), "prompt is empty");
    vocabulary("prompt", prompt);
    require(sampling.tokensMax() >= 1, "sampling.tokensMax must be at least 1, was " + sampling.tokensMax());
    require(
        (long) prompt.length() + sampling.tokensMax() <= limits.positionsMax(),
        "prompt of " + prompt.length() + " tokens and " + sampling.tokensMax() + " to generate do not fit into "
            + limits.positionsMax() + " positions");
    notNegative("sampling.temperature", sampling.temperature());
    require(
        sampling.topP() > 0 && sampling.topP() <= 1,
        "sampling.topP must be above 0 and at most 1, was " + sampling.topP());
    for (int at = 0; at < sampling.stopTokens().size(); at++) {
      vocabulary("sampling.stopTokens", at, sampling.stopTokens().get(at));
    }
  }

  private void check(HostRequest.Score score) {
    sequence("tokens", score.tokens());
    require(
        score.from() >= 1 && score.from() < score.tokens().length(),
        "from must be between 1 and " + (score.tokens().length() - 1) + ", was " + score.from());
  }

  private void check(HostRequest.LearnPolicy learn) {
    require(
        learn.active() == ActiveAdapters.POLICY || learn.active() == ActiveAdapters.BOTH,
        "active must be POLICY or BOTH, was " + learn.active());
    for (int at = 0; at < learn.groups().size(); at++) {
      RolloutGroup group = learn.groups().get(at);
      for (int row = 0; row < group.rollouts().size(); row++) {
        String place = "groups[" + at + "].rollouts[" + row + "]";
        check(place, group.rollouts().get(row).trajectory());
        double reward = group.rollouts().get(row).reward();
        require(Double.isFinite(reward), place + ".reward is " + reward);
      }
    }
    PolicyObjective objective = learn.objective();
    notNegative("objective.clipLow", objective.clipLow());
    notNegative("objective.clipHigh", objective.clipHigh());
    notNegative("objective.klWeight", objective.klWeight());
    notNegative("objective.entropyBonus", objective.entropyBonus());
    require(
        objective.overlongCache() >= 0 && objective.overlongCache() <= Math.max(0, objective.overlongMax()),
        "objective.overlongCache must be between 0 and overlongMax, was " + objective.overlongCache());
    innerSteps("innerSteps", learn.innerSteps());
    check(learn.optimizer());
  }

  private void check(HostRequest.LearnWorld learn) {
    require(
        learn.active() == ActiveAdapters.WORLD || learn.active() == ActiveAdapters.BOTH,
        "active must be WORLD or BOTH, was " + learn.active());
    require(!learn.fresh().isEmpty(), "fresh is empty");
    check("fresh", learn.fresh());
    check("replay", learn.replay());
    check("anchors", learn.anchors());
    WorldObjective objective = learn.objective();
    require(objective.rowsPerStep() >= 1, "objective.rowsPerStep must be at least 1, was " + objective.rowsPerStep());
    innerSteps("objective.innerSteps", objective.innerSteps());
    notNegative("objective.stopLoss", objective.stopLoss());
    notNegative("objective.anchorWeight", objective.anchorWeight());
    check(learn.optimizer());
  }

  private static void check(HostRequest.Derive derive) {
    require(!derive.sources().isEmpty(), "sources is empty");
    notNegative("mutation", derive.mutation());
  }

  private static void check(OptimizerSettings optimizer) {
    notNegative("optimizer.learningRate", optimizer.learningRate());
    require(
        optimizer.beta1() >= 0 && optimizer.beta1() < 1,
        "optimizer.beta1 must be at least 0 and below 1, was " + optimizer.beta1());
    require(
        optimizer.beta2() >= 0 && optimizer.beta2() < 1,
        "optimizer.beta2 must be at least 0 and below 1, was " + optimizer.beta2());
    positive("optimizer.epsilon", optimizer.epsilon());
    notNegative("optimizer.weightDecay", optimizer.weightDecay());
    positive("optimizer.gradientNormMax", optimizer.gradientNormMax());
  }

  private void check(String field, List<Trajectory> trajectories) {
    for (int at = 0; at < trajectories.size(); at++) {
      check(field + "[" + at + "]", trajectories.get(at));
    }
  }

  private void check(String place, Trajectory trajectory) {
    sequence(place, trajectory.tokens());
  }

  private void sequence(String place, Tokens tokens) {
    require(!tokens.isEmpty(), place + " is empty");
    require(
        tokens.length() <= limits.positionsMax(),
        place + " of " + tokens.length() + " tokens does not fit into " + limits.positionsMax() + " positions");
    vocabulary(place, tokens);
  }

  private void vocabulary(String place, Tokens tokens) {
    for (int at = 0; at < tokens.length(); at++) {
      vocabulary(place, at, tokens.at(at));
    }
  }

  private void vocabulary(String place, int at, int id) {
    if (id < 0 || id >= limits.vocabularySize()) {
      throw new Complaint(
          place + "[" + at + "] is token " + id + ", outside the vocabulary of " + limits.vocabularySize());
    }
  }

  private static void innerSteps(String place, int steps) {
    require(
        steps >= 1 && steps <= INNER_STEPS_MAX,
        place + " must be between 1 and " + INNER_STEPS_MAX + ", was " + steps);
  }

  private static void positive(String place, double value) {
    require(Double.isFinite(value) && value > 0, place + " must be above 0, was " + value);
  }

  private static void notNegative(String place, double value) {
    require(Double.isFinite(value) && value >= 0, place + " must be at least 0, was " + value);
  }

  private static void require(boolean holds, String text) {
    if (!holds) {
      throw new Complaint(text);
    }
  }

  private static final class Complaint extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String text;

    Complaint(String text) {
      super(text);
      this.text = text;
    }
  }
}
