package org.collegium.organization.cluster;

import static org.collegium.modelhost.wire.WireBounds.ROWS_MAX;
import static org.collegium.modelhost.wire.WireBounds.list;
import static org.collegium.modelhost.wire.WireBounds.name;

import org.collegium.organization.cluster.RegistryCommand.Forget;
import org.collegium.organization.cluster.RegistryCommand.PartForgotten;
import org.collegium.organization.cluster.RegistryCommand.PartsTold;
import org.collegium.organization.cluster.proto.ForgetProto;
import org.collegium.organization.cluster.proto.ForgetRunProto;
import org.collegium.organization.cluster.proto.PartForgottenProto;
import org.collegium.organization.cluster.proto.PartsToldProto;
import org.collegium.organization.cluster.proto.RunForgottenProto;
import org.collegium.organization.cluster.proto.TellPartsProto;

/** Wire forms of what is told about parts of runs, and about runs that are to be forgotten. */
final class ForgettingCodecs {
  private ForgettingCodecs() {}

  static void register(ClusterCodecs.Adder adder) {
    wishes(adder);
    parts(adder);
  }

  private static void wishes(ClusterCodecs.Adder adder) {
    adder.add(
        "uf",
        Forget.class,
        ForgetProto.parser(),
        forget ->
            ForgetProto.newBuilder()
                .setRun(forget.name())
                .setWish(forget.wish())
                .setIntroduction(ClientCodecs.encode(forget.introduction()))
                .setClient(adder.address(forget.client()))
                .build(),
        forget ->
            new Forget(
                name("forget.run", forget.getRun()),
                name("forget.wish", forget.getWish()),
                ClientCodecs.decode(forget.getIntroduction()),
                adder.actor("forget.client", forget.getClient())));
    adder.add(
        "ef",
        ClientEvent.RunForgotten.class,
        RunForgottenProto.parser(),
        forgotten ->
            RunForgottenProto.newBuilder()
                .setRun(forgotten.run())
                .setDone(forgotten.isDone())
                .addAllAway(forgotten.away())
                .build(),
        forgotten ->
            new ClientEvent.RunForgotten(
                name("forgotten.run", forgotten.getRun()),
                forgotten.getDone(),
                list("forgotten.away", forgotten.getAwayList(), ROWS_MAX, node -> name("forgotten.node", node))));
  }

  private static void parts(ClusterCodecs.Adder adder) {
    adder.add(
        "mp",
        MemberCommand.TellParts.class,
        TellPartsProto.parser(),
        _ -> TellPartsProto.getDefaultInstance(),
        _ -> new MemberCommand.TellParts());
    adder.add(
        "mf",
        MemberCommand.ForgetRun.class,
        ForgetRunProto.parser(),
        forget -> ForgetRunProto.newBuilder().setRun(forget.run()).build(),
        forget -> new MemberCommand.ForgetRun(name("forget.run", forget.getRun())));
    adder.add(
        "up",
        PartsTold.class,
        PartsToldProto.parser(),
        told ->
            PartsToldProto.newBuilder()
                .setNode(told.node())
                .addAllKept(told.kept())
                .addAllOpen(told.open())
                .build(),
        told ->
            new PartsTold(
                name("parts.node", told.getNode()),
                list("parts.kept", told.getKeptList(), ROWS_MAX, run -> name("parts.run", run)),
                list("parts.open", told.getOpenList(), ROWS_MAX, run -> name("parts.run", run))));
    adder.add(
        "ug",
        PartForgotten.class,
        PartForgottenProto.parser(),
        forgotten ->
            PartForgottenProto.newBuilder()
                .setRun(forgotten.run())
                .setNode(forgotten.node())
                .setProblem(ClusterCodecs.shortened(forgotten.problem().orElse("")))
                .build(),
        forgotten ->
            new PartForgotten(
                name("forgotten.run", forgotten.getRun()),
                name("forgotten.node", forgotten.getNode()),
                ClusterCodecs.optional("forgotten.problem", forgotten.getProblem())));
  }
}
