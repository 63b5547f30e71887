package org.collegium.organization.cluster;

import static org.collegium.modelhost.wire.WireBounds.NAME_CHARACTERS_MAX;
import static org.collegium.modelhost.wire.WireBounds.TEXT_CHARACTERS_MAX;
import static org.collegium.modelhost.wire.WireBounds.name;
import static org.collegium.modelhost.wire.WireBounds.parse;
import static org.collegium.modelhost.wire.WireBounds.text;

import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import com.typesafe.config.Config;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.collegium.agents.wire.AgentsWire;
import org.collegium.modelhost.actor.CodecRegistry;
import org.collegium.modelhost.actor.MessageCodecs;
import org.collegium.modelhost.wire.WireException;
import org.collegium.organization.cluster.RegistryCommand.Arrived;
import org.collegium.organization.cluster.RegistryCommand.Attach;
import org.collegium.organization.cluster.RegistryCommand.Broken;
import org.collegium.organization.cluster.RegistryCommand.Closed;
import org.collegium.organization.cluster.RegistryCommand.ForOrchestrator;
import org.collegium.organization.cluster.RegistryCommand.Opened;
import org.collegium.organization.cluster.RegistryCommand.StopRun;
import org.collegium.organization.cluster.RegistryCommand.Submit;
import org.collegium.organization.cluster.proto.ArrivedProto;
import org.collegium.organization.cluster.proto.AttachProto;
import org.collegium.organization.cluster.proto.BrokenProto;
import org.collegium.organization.cluster.proto.CloseRunProto;
import org.collegium.organization.cluster.proto.ClosedProto;
import org.collegium.organization.cluster.proto.LeaveProto;
import org.collegium.organization.cluster.proto.OpenRunProto;
import org.collegium.organization.cluster.proto.OpenedProto;
import org.collegium.organization.cluster.proto.ReportedToProto;
import org.collegium.organization.cluster.proto.StopRunProto;
import org.collegium.organization.cluster.proto.SubmitProto;
import org.collegium.organization.cluster.proto.WelcomeProto;
import org.collegium.organization.proto.AddressedProto;
import org.collegium.organization.registry.NodeRole;
import org.collegium.organization.registry.RunsState;
import org.collegium.organization.wire.OrganizationWire;

/** Wire forms of what nodes and clients of a cluster tell each other about runs, and of what the registry keeps. */
public final class ClusterCodecs implements MessageCodecs {
  /** Characters of a scenario's text. */
  static final int SCENARIO_CHARACTERS_MAX = 1 << 20;

  private final OrganizationWire organizations;

  /** Called by reflection; reads the node's budgets under {@code collegium.agents}. */
  public ClusterCodecs(Config config) {
    this.organizations =
        new OrganizationWire(
            new AgentsWire(
                config.getInt("collegium.agents.summary-tokens-max"),
                config.getInt("collegium.agents.briefing-tokens-max")));
  }

  /** Says how each class is written and read. */
  record Adder(CodecRegistry registry, ActorRefResolver references) {
    <M, P extends Message> void add(
        String manifest, Class<M> type, Parser<P> parser, Function<M, P> writer, Function<P, M> reader) {
      registry.add(
          manifest,
          type,
          message -> writer.apply(message).toByteArray(),
          bytes -> reader.apply(parse(type.getSimpleName(), parser, bytes)));
    }

    String address(ActorRef<?> actor) {
      return references.toSerializationFormat(actor);
    }

    <T> ActorRef<T> actor(String field, String address) {
      return references.resolveActorRef(name(field, address));
    }
  }

  @Override
  public void register(CodecRegistry registry, ActorRefResolver references) {
    Adder adder = new Adder(registry, references);
    clients(adder);
    nodes(adder);
    members(adder);
    ClientCodecs.register(adder);
    ForgettingCodecs.register(adder);
    registry.add(
        "us",
        RunsState.class,
        state -> RunsStateWire.encode(state).toByteArray(),
        RunsStateWire::stateOf);
  }

  private static void clients(Adder adder) {
    adder.add(
        "ub",
        Submit.class,
        SubmitProto.parser(),
        submit ->
            SubmitProto.newBuilder()
                .setRun(submit.name())
                .setScenario(submit.scenario())
                .setRequest(submit.request())
                .setIntroduction(ClientCodecs.encode(submit.introduction()))
                .setClient(adder.address(submit.client()))
                .build(),
        submit ->
            new Submit(
                name("submit.run", submit.getRun()),
                text("submit.scenario", submit.getScenario(), SCENARIO_CHARACTERS_MAX),
                name("submit.request", submit.getRequest()),
                ClientCodecs.decode(submit.getIntroduction()),
                adder.actor("submit.client", submit.getClient())));
    adder.add(
        "ua",
        Attach.class,
        AttachProto.parser(),
        attach ->
            AttachProto.newBuilder()
                .setRun(attach.name())
                .setIntroduction(ClientCodecs.encode(attach.introduction()))
                .setClient(adder.address(attach.client()))
                .build(),
        attach ->
            new Attach(
                name("attach.run", attach.getRun()),
                ClientCodecs.decode(attach.getIntroduction()),
                adder.actor("attach.client", attach.getClient())));
    adder.add(
        "ut",
        StopRun.class,
        StopRunProto.parser(),
        stop ->
            StopRunProto.newBuilder()
                .setRun(stop.name())
                .setIntroduction(ClientCodecs.encode(stop.introduction()))
                .setClient(adder.address(stop.client()))
                .build(),
        stop ->
            new StopRun(
                name("stop.run", stop.getRun()),
                ClientCodecs.decode(stop.getIntroduction()),
                adder.actor("stop.client", stop.getClient())));
  }

  private void nodes(Adder adder) {
    adder.add("un", Arrived.class, ArrivedProto.parser(), arrived -> encode(arrived, adder), arrived ->
        decode(arrived, adder));
    adder.add(
        "uo",
        Opened.class,
        OpenedProto.parser(),
        opened ->
            OpenedProto.newBuilder()
                .setRun(opened.run())
                .setNode(opened.node())
                .setProblem(shortened(opened.problem().orElse("")))
                .build(),
        opened ->
            new Opened(
                name("opened.run", opened.getRun()),
                name("opened.node", opened.getNode()),
                optional("opened.problem", opened.getProblem())));
    adder.add(
        "uc",
        Closed.class,
        ClosedProto.parser(),
        closed -> ClosedProto.newBuilder().setRun(closed.run()).setNode(closed.node()).build(),
        closed -> new Closed(name("closed.run", closed.getRun()), name("closed.node", closed.getNode())));
    adder.add(
        "uk",
        Broken.class,
        BrokenProto.parser(),
        broken ->
            BrokenProto.newBuilder()
                .setRun(broken.run())
                .setOrganization(broken.organization())
                .setReason(shortened(broken.reason()))
                .build(),
        broken ->
            new Broken(
                name("broken.run", broken.getRun()),
                name("broken.organization", broken.getOrganization()),
                text("broken.reason", broken.getReason(), TEXT_CHARACTERS_MAX)));
    adder.add(
        "ur",
        ForOrchestrator.class,
        ReportedToProto.parser(),
        told ->
            ReportedToProto.newBuilder()
                .setRun(told.run())
                .setAddressed(
                    AddressedProto.newBuilder()
                        .setOrganization(told.organization())
                        .setMessage(organizations.encode(told.message())))
                .build(),
        told ->
            new ForOrchestrator(
                name("told.run", told.getRun()),
                name("told.organization", told.getAddressed().getOrganization()),
                organizations.decode(told.getAddressed().getMessage())));
  }

  private static void members(Adder adder) {
    adder.add(
        "mw",
        MemberCommand.Welcome.class,
        WelcomeProto.parser(),
        welcome ->
            WelcomeProto.newBuilder()
                .setRegistry(adder.address(welcome.registry()))
                .setMark(welcome.mark())
                .setClockMs(welcome.clockMs())
                .build(),
        welcome ->
            new MemberCommand.Welcome(
                adder.actor("welcome.registry", welcome.getRegistry()),
                name("welcome.mark", welcome.getMark()),
                welcome.getClockMs()));
    adder.add(
        "mo",
        MemberCommand.OpenRun.class,
        OpenRunProto.parser(),
        open -> OpenRunProto.newBuilder().setRun(open.run()).setScenario(open.scenario()).build(),
        open ->
            new MemberCommand.OpenRun(
                name("open.run", open.getRun()),
                text("open.scenario", open.getScenario(), SCENARIO_CHARACTERS_MAX)));
    adder.add(
        "mc",
        MemberCommand.CloseRun.class,
        CloseRunProto.parser(),
        close -> CloseRunProto.newBuilder().setRun(close.run()).build(),
        close -> new MemberCommand.CloseRun(name("close.run", close.getRun())));
    adder.add(
        "ml",
        MemberCommand.Leave.class,
        LeaveProto.parser(),
        leave -> LeaveProto.newBuilder().setReason(shortened(leave.reason())).build(),
        leave -> new MemberCommand.Leave(text("leave.reason", leave.getReason(), TEXT_CHARACTERS_MAX)));
  }

  private static ArrivedProto encode(Arrived arrived, Adder adder) {
    return ArrivedProto.newBuilder()
        .setNode(arrived.node())
        .addAllRoles(arrived.roles().stream().sorted().map(NodeRole::word).toList())
        .setMember(adder.address(arrived.member()))
        .setClockMs(arrived.clockMs())
        .setProblem(shortened(arrived.problem().orElse("")))
        .build();
  }

  private static Arrived decode(ArrivedProto arrived, Adder adder) {
    return new Arrived(
        name("arrived.node", arrived.getNode()),
        arrived.getRolesList().stream()
            .map(word -> NodeRole.named(word).orElseThrow(() -> new WireException("unknown role " + word)))
            .collect(Collectors.toCollection(TreeSet::new)),
        adder.actor("arrived.member", arrived.getMember()),
        arrived.getClockMs(),
        optional("arrived.problem", arrived.getProblem()));
  }

  static Optional<String> optional(String field, String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text(field, text, TEXT_CHARACTERS_MAX));
  }

  /** A reason is for people; one that is too long for the reader is cut rather than lost. */
  static String shortened(String reason) {
    return reason.length() <= NAME_CHARACTERS_MAX * 4 ? reason : reason.substring(0, NAME_CHARACTERS_MAX * 4);
  }
}
