package org.collegium.organization.messagelog;

import static org.collegium.modelhost.wire.WireBounds.name;
import static org.collegium.modelhost.wire.WireBounds.text;
import static org.collegium.modelhost.wire.WireBounds.unknown;

import org.collegium.modelhost.wire.WireBounds;
import org.collegium.organization.proto.LogRecordProto;
import org.collegium.organization.proto.PartyKindProto;
import org.collegium.organization.proto.PartyProto;

/** Log records to Protobuf and back. */
public final class RecordWire {
  private RecordWire() {}

  /** A record as a message. */
  public static LogRecordProto encode(LogRecord record) {
    return LogRecordProto.newBuilder()
        .setReceiver(encode(record.receiver()))
        .setIncarnation(record.incarnation())
        .setSequence(record.sequence())
        .setSender(encode(record.sender()))
        .setOrganization(record.organization())
        .setRound(record.round())
        .setStep(record.step())
        .setManifest(record.manifest())
        .setPayload(record.payload())
        .build();
  }

  /**
   * A record from a message.
   *
   * @throws org.collegium.modelhost.wire.WireException when a field is out of bounds
   */
  public static LogRecord decode(LogRecordProto record) {
    return new LogRecord(
        decode(record.getReceiver()),
        record.getIncarnation(),
        record.getSequence(),
        decode(record.getSender()),
        text("record.organization", record.getOrganization(), WireBounds.NAME_CHARACTERS_MAX),
        record.getRound(),
        text("record.step", record.getStep(), WireBounds.NAME_CHARACTERS_MAX),
        name("record.manifest", record.getManifest()),
        record.getPayload());
  }

  static PartyProto encode(Party party) {
    return PartyProto.newBuilder()
        .setKind(switch (party.kind()) {
          case AGENT -> PartyKindProto.PARTY_KIND_AGENT;
          case WORLD -> PartyKindProto.PARTY_KIND_WORLD;
          case ORCHESTRATOR -> PartyKindProto.PARTY_KIND_ORCHESTRATOR;
          case MODEL_HOST -> PartyKindProto.PARTY_KIND_MODEL_HOST;
          case NODE -> PartyKindProto.PARTY_KIND_NODE;
        })
        .setId(party.id())
        .build();
  }

  static Party decode(PartyProto party) {
    Party.Kind kind = switch (party.getKind()) {
      case PARTY_KIND_AGENT -> Party.Kind.AGENT;
      case PARTY_KIND_WORLD -> Party.Kind.WORLD;
      case PARTY_KIND_ORCHESTRATOR -> Party.Kind.ORCHESTRATOR;
      case PARTY_KIND_MODEL_HOST -> Party.Kind.MODEL_HOST;
      case PARTY_KIND_NODE -> Party.Kind.NODE;
      case PARTY_KIND_UNSPECIFIED, UNRECOGNIZED -> throw unknown("party.kind", party.getKind());
    };
    return new Party(kind, name("party.id", party.getId()));
  }
}
