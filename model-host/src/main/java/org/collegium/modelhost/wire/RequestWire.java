package org.collegium.modelhost.wire;

import static org.collegium.modelhost.wire.WireBounds.ROWS_MAX;
import static org.collegium.modelhost.wire.WireBounds.SOURCES_MAX;
import static org.collegium.modelhost.wire.WireBounds.list;
import static org.collegium.modelhost.wire.WireBounds.name;
import static org.collegium.modelhost.wire.WireBounds.present;

import java.util.List;
import org.collegium.modelhost.proto.DeriveProto;
import org.collegium.modelhost.proto.GenerateProto;
import org.collegium.modelhost.proto.HostRequestProto;
import org.collegium.modelhost.proto.LearnPolicyProto;
import org.collegium.modelhost.proto.LearnWorldProto;
import org.collegium.modelhost.proto.LoadProto;
import org.collegium.modelhost.proto.OpenProto;
import org.collegium.modelhost.proto.SaveProto;
import org.collegium.modelhost.proto.ScoreProto;
import org.collegium.modelhost.proto.TrajectoryProto;
import org.collegium.modelhost.protocol.AdapterPairId;
import org.collegium.modelhost.protocol.HostRequest;
import org.collegium.modelhost.protocol.Trajectory;

/** Requests to Protobuf and back. */
final class RequestWire {
  private RequestWire() {}

  static HostRequestProto encode(HostRequest request) {
    HostRequestProto.Builder whole =
        HostRequestProto.newBuilder().setRequestId(request.requestId()).setPair(request.pair().value());
    return switch (request) {
      case HostRequest.Open open -> whole.setOpen(encode(open)).build();
      case HostRequest.Generate generate -> whole.setGenerate(encode(generate)).build();
      case HostRequest.Score score -> whole.setScore(encode(score)).build();
      case HostRequest.LearnPolicy learn -> whole.setLearnPolicy(encode(learn)).build();
      case HostRequest.LearnWorld learn -> whole.setLearnWorld(encode(learn)).build();
      case HostRequest.Derive derive -> whole.setDerive(encode(derive)).build();
      case HostRequest.Save _ -> whole.setSave(SaveProto.getDefaultInstance()).build();
      case HostRequest.Load load -> whole.setLoad(encode(load)).build();
    };
  }

  static HostRequest decode(HostRequestProto request) {
    String id = name("request.request_id", request.getRequestId());
    AdapterPairId pair = new AdapterPairId(name("request.pair", request.getPair()));
    return switch (request.getBodyCase()) {
      case OPEN -> decode(id, pair, request.getOpen());
      case GENERATE -> decode(id, pair, request.getGenerate());
      case SCORE -> decode(id, pair, request.getScore());
      case LEARN_POLICY -> decode(id, pair, request.getLearnPolicy());
      case LEARN_WORLD -> decode(id, pair, request.getLearnWorld());
      case DERIVE -> decode(id, pair, request.getDerive());
      case SAVE -> new HostRequest.Save(id, pair);
      case LOAD -> decode(id, pair, request.getLoad());
      case BODY_NOT_SET -> throw new WireException("request " + id + " has no body that is known");
    };
  }

  private static OpenProto encode(HostRequest.Open open) {
    return OpenProto.newBuilder().setShape(SettingsWire.encode(open.shape())).setSeed(open.seed()).build();
  }

  private static HostRequest.Open decode(String id, AdapterPairId pair, OpenProto open) {
    return new HostRequest.Open(
        id, pair, SettingsWire.decode(present("open.shape", open.hasShape(), open.getShape())), open.getSeed());
  }

  private static GenerateProto encode(HostRequest.Generate generate) {
    return GenerateProto.newBuilder()
        .setActive(SettingsWire.encode(generate.active()))
        .addAllPrompt(ValueWire.ids(generate.prompt()))
        .setSampling(SettingsWire.encode(generate.sampling()))
        .build();
  }

  private static HostRequest.Generate decode(String id, AdapterPairId pair, GenerateProto generate) {
    return new HostRequest.Generate(
        id,
        pair,
        SettingsWire.decode(generate.getActive()),
        ValueWire.tokens("generate.prompt", generate.getPromptList()),
        SettingsWire.decode(present("generate.sampling", generate.hasSampling(), generate.getSampling())));
  }

  private static ScoreProto encode(HostRequest.Score score) {
    return ScoreProto.newBuilder()
        .setActive(SettingsWire.encode(score.active()))
        .addAllTokens(ValueWire.ids(score.tokens()))
        .setFrom(score.from())
        .build();
  }

  private static HostRequest.Score decode(String id, AdapterPairId pair, ScoreProto score) {
    return new HostRequest.Score(
        id,
        pair,
        SettingsWire.decode(score.getActive()),
        ValueWire.tokens("score.tokens", score.getTokensList()),
        score.getFrom());
  }

  private static LearnPolicyProto encode(HostRequest.LearnPolicy learn) {
    return LearnPolicyProto.newBuilder()
        .setActive(SettingsWire.encode(learn.active()))
        .addAllGroups(learn.groups().stream().map(ValueWire::encode).toList())
        .setObjective(SettingsWire.encode(learn.objective()))
        .setOptimizer(SettingsWire.encode(learn.optimizer()))
        .setInnerSteps(learn.innerSteps())
        .build();
  }

  private static HostRequest.LearnPolicy decode(String id, AdapterPairId pair, LearnPolicyProto learn) {
    return new HostRequest.LearnPolicy(
        id,
        pair,
        SettingsWire.decode(learn.getActive()),
        list("learn_policy.groups", learn.getGroupsList(), ROWS_MAX, ValueWire::decode),
        SettingsWire.decode(present("learn_policy.objective", learn.hasObjective(), learn.getObjective())),
        SettingsWire.decode(present("learn_policy.optimizer", learn.hasOptimizer(), learn.getOptimizer())),
        learn.getInnerSteps());
  }

  private static LearnWorldProto encode(HostRequest.LearnWorld learn) {
    return LearnWorldProto.newBuilder()
        .setActive(SettingsWire.encode(learn.active()))
        .addAllFresh(learn.fresh().stream().map(ValueWire::encode).toList())
        .addAllReplay(learn.replay().stream().map(ValueWire::encode).toList())
        .addAllAnchors(learn.anchors().stream().map(ValueWire::encode).toList())
        .setObjective(SettingsWire.encode(learn.objective()))
        .setOptimizer(SettingsWire.encode(learn.optimizer()))
        .setSeed(learn.seed())
        .build();
  }

  private static HostRequest.LearnWorld decode(String id, AdapterPairId pair, LearnWorldProto learn) {
    return new HostRequest.LearnWorld(
        id,
        pair,
        SettingsWire.decode(learn.getActive()),
        rows("learn_world.fresh", learn.getFreshList()),
        rows("learn_world.replay", learn.getReplayList()),
        rows("learn_world.anchors", learn.getAnchorsList()),
        SettingsWire.decode(present("learn_world.objective", learn.hasObjective(), learn.getObjective())),
        SettingsWire.decode(present("learn_world.optimizer", learn.hasOptimizer(), learn.getOptimizer())),
        learn.getSeed());
  }

  private static List<Trajectory> rows(String field, List<TrajectoryProto> rows) {
    return list(field, rows, ROWS_MAX, ValueWire::decode);
  }

  private static DeriveProto encode(HostRequest.Derive derive) {
    return DeriveProto.newBuilder()
        .addAllSources(derive.sources().stream().map(AdapterPairId::value).toList())
        .setMutation(derive.mutation())
        .setSeed(derive.seed())
        .build();
  }

  private static HostRequest.Derive decode(String id, AdapterPairId pair, DeriveProto derive) {
    return new HostRequest.Derive(
        id,
        pair,
        list(
            "derive.sources",
            derive.getSourcesList(),
            SOURCES_MAX,
            source -> new AdapterPairId(name("derive.sources", source))),
        derive.getMutation(),
        derive.getSeed());
  }

  private static LoadProto encode(HostRequest.Load load) {
    return LoadProto.newBuilder()
        .setPolicy(ValueWire.encode(load.policy()))
        .setWorld(ValueWire.encode(load.world()))
        .build();
  }

  private static HostRequest.Load decode(String id, AdapterPairId pair, LoadProto load) {
    return new HostRequest.Load(
        id,
        pair,
        ValueWire.decode(present("load.policy", load.hasPolicy(), load.getPolicy())),
        ValueWire.decode(present("load.world", load.hasWorld(), load.getWorld())));
  }
}
