package org.collegium.organization.wire;

import static org.collegium.modelhost.wire.WireBounds.ROWS_MAX;
import static org.collegium.modelhost.wire.WireBounds.list;
import static org.collegium.modelhost.wire.WireBounds.name;
import static org.collegium.modelhost.wire.WireBounds.unknown;

import org.collegium.modelhost.wire.WireBounds;
import org.collegium.organization.messagelog.Landmark;
import org.collegium.organization.proto.BeganProto;
import org.collegium.organization.proto.LandmarkProto;
import org.collegium.organization.proto.MergedProto;
import org.collegium.organization.proto.RecoveredProto;

/** Landmarks of a log as Protobuf. */
final class LandmarkWire {
  private LandmarkWire() {}

  static LandmarkProto encode(Landmark landmark) {
    LandmarkProto.Builder encoded = LandmarkProto.newBuilder();
    return switch (landmark) {
      case Landmark.Began began -> encoded.setBegan(BeganProto.newBuilder().setProcess(began.process())).build();
      case Landmark.Recovered recovered ->
          encoded
              .setRecovered(
                  RecoveredProto.newBuilder().setRound(recovered.round()).setStateHash(recovered.stateHash()))
              .build();
      case Landmark.Merged merged ->
          encoded
              .setMerged(
                  MergedProto.newBuilder()
                      .setNodes(merged.nodes())
                      .setProcesses(merged.processes())
                      .addAllMissing(merged.missing()))
              .build();
    };
  }

  static Landmark landmarkOf(byte[] bytes) {
    LandmarkProto landmark = WireBounds.parse("landmark", LandmarkProto.parser(), bytes);
    return switch (landmark.getBodyCase()) {
      case BEGAN -> new Landmark.Began(landmark.getBegan().getProcess());
      case RECOVERED ->
          new Landmark.Recovered(
              landmark.getRecovered().getRound(),
              name("recovered.state_hash", landmark.getRecovered().getStateHash()));
      case MERGED ->
          new Landmark.Merged(
              landmark.getMerged().getNodes(),
              landmark.getMerged().getProcesses(),
              list("merged.missing", landmark.getMerged().getMissingList(), ROWS_MAX, each ->
                  name("merged.missing", each)));
      case BODY_NOT_SET -> throw unknown("landmark", landmark.getBodyCase());
    };
  }
}
