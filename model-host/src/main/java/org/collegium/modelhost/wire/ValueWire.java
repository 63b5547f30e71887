package org.collegium.modelhost.wire;

import static org.collegium.modelhost.wire.WireBounds.ROWS_MAX;
import static org.collegium.modelhost.wire.WireBounds.SEGMENTS_MAX;
import static org.collegium.modelhost.wire.WireBounds.TOKENS_MAX;
import static org.collegium.modelhost.wire.WireBounds.list;
import static org.collegium.modelhost.wire.WireBounds.present;
import static org.collegium.modelhost.wire.WireBounds.size;
import static org.collegium.modelhost.wire.WireBounds.text;
import static org.collegium.modelhost.wire.WireBounds.unknown;

import java.util.ArrayList;
import java.util.List;
import org.collegium.modelhost.proto.AdapterKindProto;
import org.collegium.modelhost.proto.AdapterStampProto;
import org.collegium.modelhost.proto.LearnFiguresProto;
import org.collegium.modelhost.proto.RealsProto;
import org.collegium.modelhost.proto.RolloutGroupProto;
import org.collegium.modelhost.proto.RolloutProto;
import org.collegium.modelhost.proto.SegmentKindProto;
import org.collegium.modelhost.proto.SegmentProto;
import org.collegium.modelhost.proto.StopReasonProto;
import org.collegium.modelhost.proto.TokensProto;
import org.collegium.modelhost.proto.TrajectoryProto;
import org.collegium.modelhost.protocol.AdapterKind;
import org.collegium.modelhost.protocol.AdapterStamp;
import org.collegium.modelhost.protocol.LearnFigures;
import org.collegium.modelhost.protocol.Reals;
import org.collegium.modelhost.protocol.Rollout;
import org.collegium.modelhost.protocol.RolloutGroup;
import org.collegium.modelhost.protocol.Segment;
import org.collegium.modelhost.protocol.StopReason;
import org.collegium.modelhost.protocol.Tokens;
import org.collegium.modelhost.protocol.Trajectory;

/**
 * The values that messages of every floor share: to Protobuf and back. {@code decode} throws {@link WireException} for
 * what is out of bounds.
 */
public final class ValueWire {
  private ValueWire() {}

  /** Token ids as a message. */
  public static TokensProto encode(Tokens tokens) {
    return TokensProto.newBuilder().addAllIds(ids(tokens)).build();
  }

  /** Token ids from a message. */
  public static Tokens decode(TokensProto tokens) {
    return tokens("tokens", tokens.getIdsList());
  }

  /** Reals as a message. */
  public static RealsProto encode(Reals reals) {
    return RealsProto.newBuilder().addAllValues(values(reals)).build();
  }

  /** Reals from a message. */
  public static Reals decode(RealsProto reals) {
    return reals("reals", reals.getValuesList());
  }

  /** A stamp as a message. */
  public static AdapterStampProto encode(AdapterStamp stamp) {
    return AdapterStampProto.newBuilder().setVersion(stamp.version()).setHash(stamp.hash()).build();
  }

  /** A stamp from a message. */
  public static AdapterStamp decode(AdapterStampProto stamp) {
    return new AdapterStamp(stamp.getVersion(), text("stamp.hash", stamp.getHash(), 64));
  }

  /** Figures as a message. */
  public static LearnFiguresProto encode(LearnFigures figures) {
    return LearnFiguresProto.newBuilder()
        .setSteps(figures.steps())
        .setLoss(figures.loss())
        .setFirstLoss(figures.firstLoss())
        .setGradientNorm(figures.gradientNorm())
        .setTokens(figures.tokens())
        .setGroups(figures.groups())
        .setFlatGroups(figures.flatGroups())
        .setClipFraction(figures.clipFraction())
        .setEntropy(figures.entropy())
        .build();
  }

  /** Figures from a message. */
  public static LearnFigures decode(LearnFiguresProto figures) {
    return new LearnFigures(
        figures.getSteps(),
        figures.getLoss(),
        figures.getFirstLoss(),
        figures.getGradientNorm(),
        figures.getTokens(),
        figures.getGroups(),
        figures.getFlatGroups(),
        figures.getClipFraction(),
        figures.getEntropy());
  }

  /** A segment as a message. */
  public static SegmentProto encode(Segment segment) {
    return SegmentProto.newBuilder()
        .setKind(switch (segment.kind()) {
          case CONTEXT -> SegmentKindProto.SEGMENT_KIND_CONTEXT;
          case ACTION -> SegmentKindProto.SEGMENT_KIND_ACTION;
          case OBSERVATION -> SegmentKindProto.SEGMENT_KIND_OBSERVATION;
        })
        .addAllIds(ids(segment.tokens()))
        .addAllLogProbabilities(values(segment.logProbabilities()))
        .build();
  }

  /** A segment from a message. */
  public static Segment decode(SegmentProto segment) {
    Segment.Kind kind = switch (segment.getKind()) {
      case SEGMENT_KIND_CONTEXT -> Segment.Kind.CONTEXT;
      case SEGMENT_KIND_ACTION -> Segment.Kind.ACTION;
      case SEGMENT_KIND_OBSERVATION -> Segment.Kind.OBSERVATION;
      case SEGMENT_KIND_UNSPECIFIED, UNRECOGNIZED -> throw unknown("segment.kind", segment.getKind());
    };
    int probabilities = segment.getLogProbabilitiesCount();
    if (probabilities != 0 && probabilities != segment.getIdsCount()) {
      throw new WireException(
          "segment has " + probabilities + " log-probabilities for " + segment.getIdsCount() + " tokens");
    }
    return new Segment(
        kind,
        tokens("segment.ids", segment.getIdsList()),
        reals("segment.log_probabilities", segment.getLogProbabilitiesList()));
  }

  /** A trajectory as a message. */
  public static TrajectoryProto encode(Trajectory trajectory) {
    return TrajectoryProto.newBuilder()
        .addAllSegments(trajectory.segments().stream().map(ValueWire::encode).toList())
        .build();
  }

  /** A trajectory from a message. */
  public static Trajectory decode(TrajectoryProto trajectory) {
    return new Trajectory(
        list("trajectory.segments", trajectory.getSegmentsList(), SEGMENTS_MAX, ValueWire::decode));
  }

  /** A rollout as a message. */
  public static RolloutProto encode(Rollout rollout) {
    return RolloutProto.newBuilder()
        .setTrajectory(encode(rollout.trajectory()))
        .setReward(rollout.reward())
        .build();
  }

  /** A rollout from a message. */
  public static Rollout decode(RolloutProto rollout) {
    return new Rollout(
        decode(present("rollout.trajectory", rollout.hasTrajectory(), rollout.getTrajectory())), rollout.getReward());
  }

  /** A group as a message. */
  public static RolloutGroupProto encode(RolloutGroup group) {
    return RolloutGroupProto.newBuilder()
        .setTask(group.task())
        .addAllRollouts(group.rollouts().stream().map(ValueWire::encode).toList())
        .build();
  }

  /** A group from a message. */
  public static RolloutGroup decode(RolloutGroupProto group) {
    return new RolloutGroup(
        text("group.task", group.getTask(), WireBounds.TEXT_CHARACTERS_MAX),
        list("group.rollouts", group.getRolloutsList(), ROWS_MAX, ValueWire::decode));
  }

  /** An adapter's kind as an enumeration. */
  public static AdapterKindProto encode(AdapterKind kind) {
    return switch (kind) {
      case POLICY -> AdapterKindProto.ADAPTER_KIND_POLICY;
      case WORLD -> AdapterKindProto.ADAPTER_KIND_WORLD;
    };
  }

  /** An adapter's kind from an enumeration. */
  public static AdapterKind decode(AdapterKindProto kind) {
    return switch (kind) {
      case ADAPTER_KIND_POLICY -> AdapterKind.POLICY;
      case ADAPTER_KIND_WORLD -> AdapterKind.WORLD;
      case ADAPTER_KIND_UNSPECIFIED, UNRECOGNIZED -> throw unknown("adapter kind", kind);
    };
  }

  /** A stop reason as an enumeration. */
  public static StopReasonProto encode(StopReason reason) {
    return switch (reason) {
      case STOP_TOKEN -> StopReasonProto.STOP_REASON_STOP_TOKEN;
      case LENGTH -> StopReasonProto.STOP_REASON_LENGTH;
    };
  }

  /** A stop reason from an enumeration. */
  public static StopReason decode(StopReasonProto reason) {
    return switch (reason) {
      case STOP_REASON_STOP_TOKEN -> StopReason.STOP_TOKEN;
      case STOP_REASON_LENGTH -> StopReason.LENGTH;
      case STOP_REASON_UNSPECIFIED, UNRECOGNIZED -> throw unknown("stop reason", reason);
    };
  }

  /** The ids for a builder's {@code addAll}. */
  public static List<Integer> ids(Tokens tokens) {
    List<Integer> ids = new ArrayList<>(tokens.length());
    for (int at = 0; at < tokens.length(); at++) {
      ids.add(tokens.at(at));
    }
    return ids;
  }

  /** The values for a builder's {@code addAll}. */
  public static List<Float> values(Reals reals) {
    List<Float> values = new ArrayList<>(reals.length());
    for (int at = 0; at < reals.length(); at++) {
      values.add(reals.at(at));
    }
    return values;
  }

  /** At most {@link WireBounds#TOKENS_MAX} ids, none of them negative. */
  public static Tokens tokens(String field, List<Integer> ids) {
    size(field, ids.size(), TOKENS_MAX);
    int[] array = new int[ids.size()];
    for (int at = 0; at < array.length; at++) {
      array[at] = ids.get(at);
      if (array[at] < 0) {
        throw new WireException(field + "[" + at + "] is negative: " + array[at]);
      }
    }
    return Tokens.of(array);
  }

  /** At most {@link WireBounds#TOKENS_MAX} reals. */
  public static Reals reals(String field, List<Float> values) {
    size(field, values.size(), TOKENS_MAX);
    float[] array = new float[values.size()];
    for (int at = 0; at < array.length; at++) {
      array[at] = values.get(at);
    }
    return Reals.of(array);
  }
}
