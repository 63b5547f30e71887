package org.collegium.modelhost.wire;

import static org.collegium.modelhost.wire.WireBounds.TOKENS_MAX;
import static org.collegium.modelhost.wire.WireBounds.size;
import static org.collegium.modelhost.wire.WireBounds.unknown;

import org.collegium.modelhost.proto.ActiveAdaptersProto;
import org.collegium.modelhost.proto.AdapterShapeProto;
import org.collegium.modelhost.proto.AggregationProto;
import org.collegium.modelhost.proto.OptimizerSettingsProto;
import org.collegium.modelhost.proto.PolicyObjectiveProto;
import org.collegium.modelhost.proto.SamplingProto;
import org.collegium.modelhost.proto.WorldObjectiveProto;
import org.collegium.modelhost.protocol.ActiveAdapters;
import org.collegium.modelhost.protocol.AdapterShape;
import org.collegium.modelhost.protocol.OptimizerSettings;
import org.collegium.modelhost.protocol.PolicyObjective;
import org.collegium.modelhost.protocol.Sampling;
import org.collegium.modelhost.protocol.WorldObjective;

/** The settings that requests carry: to Protobuf and back. */
public final class SettingsWire {
  private SettingsWire() {}

  /** Active adapters as an enumeration. */
  public static ActiveAdaptersProto encode(ActiveAdapters active) {
    return switch (active) {
      case NONE -> ActiveAdaptersProto.ACTIVE_ADAPTERS_NONE;
      case POLICY -> ActiveAdaptersProto.ACTIVE_ADAPTERS_POLICY;
      case WORLD -> ActiveAdaptersProto.ACTIVE_ADAPTERS_WORLD;
      case BOTH -> ActiveAdaptersProto.ACTIVE_ADAPTERS_BOTH;
    };
  }

  /** Active adapters from an enumeration. */
  public static ActiveAdapters decode(ActiveAdaptersProto active) {
    return switch (active) {
      case ACTIVE_ADAPTERS_NONE -> ActiveAdapters.NONE;
      case ACTIVE_ADAPTERS_POLICY -> ActiveAdapters.POLICY;
      case ACTIVE_ADAPTERS_WORLD -> ActiveAdapters.WORLD;
      case ACTIVE_ADAPTERS_BOTH -> ActiveAdapters.BOTH;
      case ACTIVE_ADAPTERS_UNSPECIFIED, UNRECOGNIZED -> throw unknown("active adapters", active);
    };
  }

  /** A shape as a message. */
  public static AdapterShapeProto encode(AdapterShape shape) {
    return AdapterShapeProto.newBuilder()
        .setPolicyRank(shape.policyRank())
        .setWorldRank(shape.worldRank())
        .setScale(shape.scale())
        .build();
  }

  /** A shape from a message. */
  public static AdapterShape decode(AdapterShapeProto shape) {
    return new AdapterShape(shape.getPolicyRank(), shape.getWorldRank(), shape.getScale());
  }

  /** Sampling as a message. */
  public static SamplingProto encode(Sampling sampling) {
    return SamplingProto.newBuilder()
        .setTemperature(sampling.temperature())
        .setTopP(sampling.topP())
        .setTokensMax(sampling.tokensMax())
        .addAllStopTokens(sampling.stopTokens())
        .setSeed(sampling.seed())
        .build();
  }

  /** Sampling from a message. */
  public static Sampling decode(SamplingProto sampling) {
    size("sampling.stop_tokens", sampling.getStopTokensCount(), TOKENS_MAX);
    return new Sampling(
        sampling.getTemperature(),
        sampling.getTopP(),
        sampling.getTokensMax(),
        sampling.getStopTokensList(),
        sampling.getSeed());
  }

  /** A policy objective as a message. */
  public static PolicyObjectiveProto encode(PolicyObjective objective) {
    return PolicyObjectiveProto.newBuilder()
        .setClipLow(objective.clipLow())
        .setClipHigh(objective.clipHigh())
        .setAggregation(switch (objective.aggregation()) {
          case SAMPLE_MEAN -> AggregationProto.AGGREGATION_SAMPLE_MEAN;
          case TOKEN_MEAN -> AggregationProto.AGGREGATION_TOKEN_MEAN;
        })
        .setDropsFlatGroups(objective.dropsFlatGroups())
        .setOverlongMax(objective.overlongMax())
        .setOverlongCache(objective.overlongCache())
        .setKlWeight(objective.klWeight())
        .setEntropyBonus(objective.entropyBonus())
        .build();
  }

  /** A policy objective from a message. */
  public static PolicyObjective decode(PolicyObjectiveProto objective) {
    return new PolicyObjective(
        objective.getClipLow(),
        objective.getClipHigh(),
        switch (objective.getAggregation()) {
          case AGGREGATION_SAMPLE_MEAN -> PolicyObjective.Aggregation.SAMPLE_MEAN;
          case AGGREGATION_TOKEN_MEAN -> PolicyObjective.Aggregation.TOKEN_MEAN;
          case AGGREGATION_UNSPECIFIED, UNRECOGNIZED ->
              throw unknown("objective.aggregation", objective.getAggregation());
        },
        objective.getDropsFlatGroups(),
        objective.getOverlongMax(),
        objective.getOverlongCache(),
        objective.getKlWeight(),
        objective.getEntropyBonus());
  }

  /** A world objective as a message. */
  public static WorldObjectiveProto encode(WorldObjective objective) {
    return WorldObjectiveProto.newBuilder()
        .setRowsPerStep(objective.rowsPerStep())
        .setInnerSteps(objective.innerSteps())
        .setStopLoss(objective.stopLoss())
        .setAnchorWeight(objective.anchorWeight())
        .build();
  }

  /** A world objective from a message. */
  public static WorldObjective decode(WorldObjectiveProto objective) {
    return new WorldObjective(
        objective.getRowsPerStep(),
        objective.getInnerSteps(),
        objective.getStopLoss(),
        objective.getAnchorWeight());
  }

  /** Optimizer settings as a message. */
  public static OptimizerSettingsProto encode(OptimizerSettings optimizer) {
    return OptimizerSettingsProto.newBuilder()
        .setLearningRate(optimizer.learningRate())
        .setBeta1(optimizer.beta1())
        .setBeta2(optimizer.beta2())
        .setEpsilon(optimizer.epsilon())
        .setWeightDecay(optimizer.weightDecay())
        .setGradientNormMax(optimizer.gradientNormMax())
        .build();
  }

  /** Optimizer settings from a message. */
  public static OptimizerSettings decode(OptimizerSettingsProto optimizer) {
    return new OptimizerSettings(
        optimizer.getLearningRate(),
        optimizer.getBeta1(),
        optimizer.getBeta2(),
        optimizer.getEpsilon(),
        optimizer.getWeightDecay(),
        optimizer.getGradientNormMax());
  }
}
