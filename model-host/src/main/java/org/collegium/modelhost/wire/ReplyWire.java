package org.collegium.modelhost.wire;

import static org.collegium.modelhost.wire.WireBounds.TEXT_CHARACTERS_MAX;
import static org.collegium.modelhost.wire.WireBounds.name;
import static org.collegium.modelhost.wire.WireBounds.present;
import static org.collegium.modelhost.wire.WireBounds.text;
import static org.collegium.modelhost.wire.WireBounds.unknown;

import org.collegium.modelhost.proto.AdapterStampProto;
import org.collegium.modelhost.proto.GeneratedProto;
import org.collegium.modelhost.proto.HostReplyProto;
import org.collegium.modelhost.proto.LearnedProto;
import org.collegium.modelhost.proto.OpenedProto;
import org.collegium.modelhost.proto.RefusalProto;
import org.collegium.modelhost.proto.RefusedProto;
import org.collegium.modelhost.proto.SavedProto;
import org.collegium.modelhost.proto.ScoredProto;
import org.collegium.modelhost.protocol.AdapterStamp;
import org.collegium.modelhost.protocol.HostReply;

/** Replies to Protobuf and back. */
final class ReplyWire {
  private ReplyWire() {}

  static HostReplyProto encode(HostReply reply) {
    HostReplyProto.Builder whole = HostReplyProto.newBuilder().setRequestId(reply.requestId());
    return switch (reply) {
      case HostReply.Opened opened -> whole.setOpened(encode(opened)).build();
      case HostReply.Generated generated -> whole.setGenerated(encode(generated)).build();
      case HostReply.Scored scored -> whole.setScored(encode(scored)).build();
      case HostReply.Learned learned -> whole.setLearned(encode(learned)).build();
      case HostReply.Saved saved -> whole.setSaved(encode(saved)).build();
      case HostReply.Refused refused -> whole.setRefused(encode(refused)).build();
    };
  }

  static HostReply decode(HostReplyProto reply) {
    String id = name("reply.request_id", reply.getRequestId());
    return switch (reply.getBodyCase()) {
      case OPENED -> decode(id, reply.getOpened());
      case GENERATED -> decode(id, reply.getGenerated());
      case SCORED -> decode(id, reply.getScored());
      case LEARNED -> decode(id, reply.getLearned());
      case SAVED -> decode(id, reply.getSaved());
      case REFUSED -> decode(id, reply.getRefused());
      case BODY_NOT_SET -> throw new WireException("reply " + id + " has no body that is known");
    };
  }

  private static AdapterStamp stamp(String field, boolean isThere, AdapterStampProto stamp) {
    return ValueWire.decode(present(field, isThere, stamp));
  }

  private static OpenedProto encode(HostReply.Opened opened) {
    return OpenedProto.newBuilder()
        .setPolicy(ValueWire.encode(opened.policy()))
        .setWorld(ValueWire.encode(opened.world()))
        .build();
  }

  private static HostReply.Opened decode(String id, OpenedProto opened) {
    return new HostReply.Opened(
        id,
        stamp("opened.policy", opened.hasPolicy(), opened.getPolicy()),
        stamp("opened.world", opened.hasWorld(), opened.getWorld()));
  }

  private static GeneratedProto encode(HostReply.Generated generated) {
    return GeneratedProto.newBuilder()
        .addAllTokens(ValueWire.ids(generated.tokens()))
        .addAllLogProbabilities(ValueWire.values(generated.logProbabilities()))
        .setReason(ValueWire.encode(generated.reason()))
        .setPolicy(ValueWire.encode(generated.policy()))
        .setWorld(ValueWire.encode(generated.world()))
        .build();
  }

  private static HostReply.Generated decode(String id, GeneratedProto generated) {
    return new HostReply.Generated(
        id,
        ValueWire.tokens("generated.tokens", generated.getTokensList()),
        ValueWire.reals("generated.log_probabilities", generated.getLogProbabilitiesList()),
        ValueWire.decode(generated.getReason()),
        stamp("generated.policy", generated.hasPolicy(), generated.getPolicy()),
        stamp("generated.world", generated.hasWorld(), generated.getWorld()));
  }

  private static ScoredProto encode(HostReply.Scored scored) {
    return ScoredProto.newBuilder()
        .addAllLogProbabilities(ValueWire.values(scored.logProbabilities()))
        .addAllEntropies(ValueWire.values(scored.entropies()))
        .setPolicy(ValueWire.encode(scored.policy()))
        .setWorld(ValueWire.encode(scored.world()))
        .build();
  }

  private static HostReply.Scored decode(String id, ScoredProto scored) {
    return new HostReply.Scored(
        id,
        ValueWire.reals("scored.log_probabilities", scored.getLogProbabilitiesList()),
        ValueWire.reals("scored.entropies", scored.getEntropiesList()),
        stamp("scored.policy", scored.hasPolicy(), scored.getPolicy()),
        stamp("scored.world", scored.hasWorld(), scored.getWorld()));
  }

  private static LearnedProto encode(HostReply.Learned learned) {
    return LearnedProto.newBuilder()
        .setKind(ValueWire.encode(learned.kind()))
        .setFigures(ValueWire.encode(learned.figures()))
        .setStamp(ValueWire.encode(learned.stamp()))
        .build();
  }

  private static HostReply.Learned decode(String id, LearnedProto learned) {
    return new HostReply.Learned(
        id,
        ValueWire.decode(learned.getKind()),
        ValueWire.decode(present("learned.figures", learned.hasFigures(), learned.getFigures())),
        stamp("learned.stamp", learned.hasStamp(), learned.getStamp()));
  }

  private static SavedProto encode(HostReply.Saved saved) {
    return SavedProto.newBuilder()
        .setPolicy(ValueWire.encode(saved.policy()))
        .setWorld(ValueWire.encode(saved.world()))
        .build();
  }

  private static HostReply.Saved decode(String id, SavedProto saved) {
    return new HostReply.Saved(
        id,
        stamp("saved.policy", saved.hasPolicy(), saved.getPolicy()),
        stamp("saved.world", saved.hasWorld(), saved.getWorld()));
  }

  private static RefusedProto encode(HostReply.Refused refused) {
    return RefusedProto.newBuilder()
        .setReason(switch (refused.reason()) {
          case QUEUE_FULL -> RefusalProto.REFUSAL_QUEUE_FULL;
          case INVALID -> RefusalProto.REFUSAL_INVALID;
          case FAILED -> RefusalProto.REFUSAL_FAILED;
          case PAIR_LOST -> RefusalProto.REFUSAL_PAIR_LOST;
          case STORE_AWAY -> RefusalProto.REFUSAL_STORE_AWAY;
          case UNDER_WAY -> RefusalProto.REFUSAL_UNDER_WAY;
        })
        .setDetail(refused.detail())
        .build();
  }

  private static HostReply.Refused decode(String id, RefusedProto refused) {
    return new HostReply.Refused(
        id,
        switch (refused.getReason()) {
          case REFUSAL_QUEUE_FULL -> HostReply.Refused.Reason.QUEUE_FULL;
          case REFUSAL_INVALID -> HostReply.Refused.Reason.INVALID;
          case REFUSAL_FAILED -> HostReply.Refused.Reason.FAILED;
          case REFUSAL_PAIR_LOST -> HostReply.Refused.Reason.PAIR_LOST;
          case REFUSAL_STORE_AWAY -> HostReply.Refused.Reason.STORE_AWAY;
          case REFUSAL_UNDER_WAY -> HostReply.Refused.Reason.UNDER_WAY;
          case REFUSAL_UNSPECIFIED, UNRECOGNIZED -> throw unknown("refused.reason", refused.getReason());
        },
        text("refused.detail", refused.getDetail(), TEXT_CHARACTERS_MAX));
  }
}
