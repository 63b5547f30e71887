package org.collegium.organization.cluster;

import static org.collegium.modelhost.wire.WireBounds.NAME_CHARACTERS_MAX;
import static org.collegium.modelhost.wire.WireBounds.ROWS_MAX;
import static org.collegium.modelhost.wire.WireBounds.TEXT_CHARACTERS_MAX;
import static org.collegium.modelhost.wire.WireBounds.list;
import static org.collegium.modelhost.wire.WireBounds.name;
import static org.collegium.modelhost.wire.WireBounds.text;

import org.collegium.organization.cluster.proto.AcceptedProto;
import org.collegium.organization.cluster.proto.IntroductionProto;
import org.collegium.organization.cluster.proto.ListSegmentsProto;
import org.collegium.organization.cluster.proto.NodeAddressProto;
import org.collegium.organization.cluster.proto.PieceProto;
import org.collegium.organization.cluster.proto.ReadPieceProto;
import org.collegium.organization.cluster.proto.RejectedProto;
import org.collegium.organization.cluster.proto.RoundToldProto;
import org.collegium.organization.cluster.proto.RunOverProto;
import org.collegium.organization.cluster.proto.SegmentSizeProto;
import org.collegium.organization.cluster.proto.SegmentsProto;
import org.collegium.organization.wire.OriginWire;

/** Wire forms of what passes between desks and clients. */
final class ClientCodecs {
  private ClientCodecs() {}

  static void register(ClusterCodecs.Adder adder) {
    events(adder);
    segments(adder);
  }

  static IntroductionProto encode(Introduction introduction) {
    return IntroductionProto.newBuilder()
        .setProtocol(introduction.protocol())
        .setCluster(introduction.cluster())
        .build();
  }

  static Introduction decode(IntroductionProto introduction) {
    return new Introduction(
        introduction.getProtocol(),
        text("introduction.cluster", introduction.getCluster(), NAME_CHARACTERS_MAX));
  }

  private static void events(ClusterCodecs.Adder adder) {
    adder.add(
        "ea",
        ClientEvent.Accepted.class,
        AcceptedProto.parser(),
        accepted -> AcceptedProto.newBuilder().setRun(accepted.run()).setScenario(accepted.scenario()).build(),
        accepted ->
            new ClientEvent.Accepted(
                name("accepted.run", accepted.getRun()),
                text("accepted.scenario", accepted.getScenario(), ClusterCodecs.SCENARIO_CHARACTERS_MAX)));
    adder.add(
        "ex",
        ClientEvent.Rejected.class,
        RejectedProto.parser(),
        rejected ->
            RejectedProto.newBuilder()
                .setRun(rejected.run())
                .setReason(ClusterCodecs.shortened(rejected.reason()))
                .build(),
        rejected ->
            new ClientEvent.Rejected(
                text("rejected.run", rejected.getRun(), NAME_CHARACTERS_MAX),
                text("rejected.reason", rejected.getReason(), TEXT_CHARACTERS_MAX)));
    adder.add(
        "er",
        ClientEvent.RoundTold.class,
        RoundToldProto.parser(),
        told -> RoundToldProto.newBuilder().setRun(told.run()).setResult(OriginWire.encode(told.result())).build(),
        told -> new ClientEvent.RoundTold(name("told.run", told.getRun()), OriginWire.decode(told.getResult())));
    adder.add(
        "ee",
        ClientEvent.RunOver.class,
        RunOverProto.parser(),
        over -> {
          RunOverProto.Builder encoded =
              RunOverProto.newBuilder().setRun(over.run()).setOutcome(RunsStateWire.encode(over.outcome()));
          over.nodes().forEach(node ->
              encoded.addNodes(NodeAddressProto.newBuilder().setNode(node.node()).setDesk(node.desk())));
          return encoded.build();
        },
        over ->
            new ClientEvent.RunOver(
                name("over.run", over.getRun()),
                RunsStateWire.decode(over.getOutcome()),
                list("over.nodes", over.getNodesList(), ROWS_MAX, node ->
                    new ClientEvent.NodeAddress(
                        name("over.node", node.getNode()),
                        text("over.desk", node.getDesk(), NAME_CHARACTERS_MAX)))));
  }

  private static void segments(ClusterCodecs.Adder adder) {
    adder.add(
        "dl",
        DeskActor.ListSegments.class,
        ListSegmentsProto.parser(),
        asked -> ListSegmentsProto.newBuilder().setRun(asked.run()).setClient(adder.address(asked.client())).build(),
        asked ->
            new DeskActor.ListSegments(
                name("list.run", asked.getRun()), adder.actor("list.client", asked.getClient())));
    adder.add(
        "dr",
        DeskActor.ReadPiece.class,
        ReadPieceProto.parser(),
        asked ->
            ReadPieceProto.newBuilder()
                .setRun(asked.run())
                .setFile(asked.file())
                .setOffset(asked.offset())
                .setClient(adder.address(asked.client()))
                .build(),
        asked ->
            new DeskActor.ReadPiece(
                name("read.run", asked.getRun()),
                name("read.file", asked.getFile()),
                asked.getOffset(),
                adder.actor("read.client", asked.getClient())));
    adder.add(
        "ds",
        DeskActor.Segments.class,
        SegmentsProto.parser(),
        found -> {
          SegmentsProto.Builder encoded = SegmentsProto.newBuilder().setNode(found.node());
          found.segments().forEach(segment ->
              encoded.addSegments(SegmentSizeProto.newBuilder().setFile(segment.file()).setBytes(segment.bytes())));
          return encoded.build();
        },
        found ->
            new DeskActor.Segments(
                name("segments.node", found.getNode()),
                list("segments", found.getSegmentsList(), ROWS_MAX, segment ->
                    new DeskActor.Segment(name("segment.file", segment.getFile()), segment.getBytes()))));
    adder.add(
        "dp",
        DeskActor.Piece.class,
        PieceProto.parser(),
        piece ->
            PieceProto.newBuilder()
                .setFile(piece.file())
                .setOffset(piece.offset())
                .setContent(piece.content())
                .setProblem(ClusterCodecs.shortened(piece.problem()))
                .build(),
        piece ->
            new DeskActor.Piece(
                name("piece.file", piece.getFile()),
                piece.getOffset(),
                piece.getContent(),
                text("piece.problem", piece.getProblem(), TEXT_CHARACTERS_MAX)));
  }
}
