package org.collegium.organization.cluster;

import static org.collegium.modelhost.wire.WireBounds.NAME_CHARACTERS_MAX;
import static org.collegium.modelhost.wire.WireBounds.ROWS_MAX;
import static org.collegium.modelhost.wire.WireBounds.TEXT_CHARACTERS_MAX;
import static org.collegium.modelhost.wire.WireBounds.list;
import static org.collegium.modelhost.wire.WireBounds.name;
import static org.collegium.modelhost.wire.WireBounds.parse;
import static org.collegium.modelhost.wire.WireBounds.text;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.collegium.modelhost.wire.WireBounds;
import org.collegium.modelhost.wire.WireException;
import org.collegium.organization.cluster.proto.FinishedProto;
import org.collegium.organization.cluster.proto.ForgottenRunProto;
import org.collegium.organization.cluster.proto.OutcomeProto;
import org.collegium.organization.cluster.proto.PastRunProto;
import org.collegium.organization.cluster.proto.RunInPlayProto;
import org.collegium.organization.cluster.proto.RunsStateProto;
import org.collegium.organization.registry.ForgottenRun;
import org.collegium.organization.registry.PastRun;
import org.collegium.organization.registry.RunIdentity;
import org.collegium.organization.registry.RunInPlay;
import org.collegium.organization.registry.RunsState;
import org.collegium.organization.rounds.OrchestratorEffect.Finish;
import org.collegium.organization.run.RunOutcome;

/** What the registry of runs keeps, as Protobuf; what it only sees is left out. */
final class RunsStateWire {
  private RunsStateWire() {}

  static RunsStateProto encode(RunsState state) {
    RunsStateProto.Builder encoded = RunsStateProto.newBuilder();
    state.inPlay().ifPresent(run -> encoded.setInPlay(encode(run)));
    state.past().forEach(run ->
        encoded.addPast(
            PastRunProto.newBuilder()
                .setName(run.identity().name())
                .setIdentity(run.identity().value())
                .setRequest(run.identity().request())
                .setScenario(run.scenario())
                .setOutcome(encode(run.outcome()))
                .addAllNodes(run.nodes())));
    state.forgotten().forEach(run ->
        encoded.addForgotten(
            ForgottenRunProto.newBuilder()
                .setName(run.identity().name())
                .setIdentity(run.identity().value())
                .setRequest(run.identity().request())
                .setWish(run.wish())
                .addAllNodes(run.nodes())
                .setCleared(run.isCleared())
                .setProblem(ClusterCodecs.shortened(run.problem().orElse("")))));
    return encoded.build();
  }

  static RunsState stateOf(byte[] bytes) {
    RunsStateProto state = parse("runs", RunsStateProto.parser(), bytes);
    Optional<RunInPlay> inPlay = state.hasInPlay() ? Optional.of(decode(state.getInPlay())) : Optional.empty();
    List<PastRun> past =
        list("runs.past", state.getPastList(), RunsState.PAST_MAX, run ->
            new PastRun(
                identity(run.getName(), run.getIdentity(), run.getRequest()),
                scenario(run.getScenario()),
                decode(run.getOutcome()),
                new TreeSet<>(run.getNodesList())));
    List<ForgottenRun> forgotten =
        list("runs.forgotten", state.getForgottenList(), RunsState.FORGOTTEN_MAX, run ->
            new ForgottenRun(
                identity(run.getName(), run.getIdentity(), run.getRequest()),
                text("forgotten.wish", run.getWish(), NAME_CHARACTERS_MAX),
                new TreeSet<>(run.getNodesList()),
                run.getCleared(),
                ClusterCodecs.optional("forgotten.problem", run.getProblem())));
    return RunsState.kept(inPlay, past, forgotten);
  }

  private static RunInPlayProto encode(RunInPlay run) {
    RunInPlayProto.Builder encoded =
        RunInPlayProto.newBuilder()
            .setName(run.identity().name())
            .setIdentity(run.identity().value())
            .setRequest(run.identity().request())
            .setScenario(run.scenario())
            .addAllOrganizations(run.organizations())
            .setStopping(run.isStopping())
            .setFailed(run.failure().isPresent())
            .setFailure(ClusterCodecs.shortened(run.failure().orElse("")))
            .addAllNodes(run.nodes());
    run.finished().forEach((organization, finish) ->
        encoded.addFinished(
            FinishedProto.newBuilder()
                .setOrganization(organization)
                .setEnding(finish.ending().name())
                .setDetail(ClusterCodecs.shortened(finish.detail()))
                .setRounds(finish.rounds())
                .setStateHash(finish.stateHash())));
    return encoded.build();
  }

  private static RunInPlay decode(RunInPlayProto run) {
    SortedMap<String, Finish> finished = new TreeMap<>();
    for (FinishedProto each : run.getFinishedList()) {
      finished.put(
          name("finished.organization", each.getOrganization()),
          new Finish(
              ending(each.getEnding()),
              text("finished.detail", each.getDetail(), TEXT_CHARACTERS_MAX),
              each.getRounds(),
              text("finished.state_hash", each.getStateHash(), NAME_CHARACTERS_MAX)));
    }
    return new RunInPlay(
        identity(run.getName(), run.getIdentity(), run.getRequest()),
        scenario(run.getScenario()),
        list("run.organizations", run.getOrganizationsList(), ROWS_MAX, each -> name("run.organization", each)),
        run.getStopping(),
        run.getFailed() ? Optional.of(text("run.failure", run.getFailure(), TEXT_CHARACTERS_MAX)) : Optional.empty(),
        finished,
        new TreeSet<>(run.getNodesList()));
  }

  private static RunIdentity identity(String name, String value, String request) {
    return new RunIdentity(
        name("run.name", name),
        name("run.identity", value.isEmpty() ? name : value),
        text("run.request", request, NAME_CHARACTERS_MAX));
  }

  static OutcomeProto encode(RunOutcome outcome) {
    return OutcomeProto.newBuilder()
        .setEnding(outcome.ending().name())
        .setDetail(ClusterCodecs.shortened(outcome.detail()))
        .putAllStateHashes(outcome.stateHashes())
        .setFinalStateHash(outcome.finalStateHash())
        .putAllRounds(outcome.rounds())
        .build();
  }

  static RunOutcome decode(OutcomeProto outcome) {
    WireBounds.size("outcome.state_hashes", outcome.getStateHashesCount(), ROWS_MAX);
    return new RunOutcome(
        ending(outcome.getEnding()),
        text("outcome.detail", outcome.getDetail(), TEXT_CHARACTERS_MAX),
        new TreeMap<>(outcome.getStateHashesMap()),
        text("outcome.final_state_hash", outcome.getFinalStateHash(), NAME_CHARACTERS_MAX),
        new TreeMap<>(outcome.getRoundsMap()));
  }

  private static RunOutcome.Ending ending(String name) {
    try {
      return RunOutcome.Ending.valueOf(name);
    } catch (IllegalArgumentException unknown) {
      throw new WireException("unknown ending " + name, unknown);
    }
  }

  private static String scenario(String text) {
    return text("run.scenario", text, ClusterCodecs.SCENARIO_CHARACTERS_MAX);
  }
}
