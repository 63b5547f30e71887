package org.collegium.agents.wire;

import static org.collegium.agents.wire.SummaryWire.agent;
import static org.collegium.modelhost.wire.WireBounds.ROWS_MAX;
import static org.collegium.modelhost.wire.WireBounds.TEXT_CHARACTERS_MAX;
import static org.collegium.modelhost.wire.WireBounds.name;
import static org.collegium.modelhost.wire.WireBounds.present;
import static org.collegium.modelhost.wire.WireBounds.size;
import static org.collegium.modelhost.wire.WireBounds.text;
import static org.collegium.modelhost.wire.WireBounds.unknown;

import java.util.NavigableMap;
import java.util.TreeMap;
import org.collegium.agents.core.AgentMessage;
import org.collegium.agents.identity.AgentId;
import org.collegium.agents.proto.ActProto;
import org.collegium.agents.proto.EnterProto;
import org.collegium.agents.proto.EpisodeLostProto;
import org.collegium.agents.proto.LeaveProto;
import org.collegium.agents.proto.ObservedProto;
import org.collegium.agents.proto.OpenEpisodeProto;
import org.collegium.agents.proto.ProbeProto;
import org.collegium.agents.proto.PurposeProto;
import org.collegium.agents.proto.SceneProto;
import org.collegium.agents.proto.TaskProto;
import org.collegium.agents.proto.WorldMessageProto;
import org.collegium.agents.proto.WorldStateProto;
import org.collegium.agents.world.OpenEpisode;
import org.collegium.agents.world.Probe;
import org.collegium.agents.world.Scene;
import org.collegium.agents.world.Task;
import org.collegium.agents.world.WorldEffect;
import org.collegium.agents.world.WorldMessage;
import org.collegium.agents.world.WorldState;
import org.collegium.modelhost.wire.WireException;

/** Tasks, scenes and what worlds are told. */
final class WorldWire {
  private WorldWire() {}

  static TaskProto encode(Task task) {
    return TaskProto.newBuilder()
        .setId(task.id())
        .setText(task.text())
        .setPurpose(switch (task.purpose()) {
          case LEARN -> PurposeProto.PURPOSE_LEARN;
          case EXAMINE -> PurposeProto.PURPOSE_EXAMINE;
        })
        .setLabel(task.label())
        .setRollouts(task.rollouts())
        .build();
  }

  static Task decode(TaskProto task) {
    if (task.getRollouts() < 1) {
      throw new WireException("task.rollouts must be at least 1, was " + task.getRollouts());
    }
    return new Task(
        name("task.id", task.getId()),
        text("task.text", task.getText(), TEXT_CHARACTERS_MAX),
        switch (task.getPurpose()) {
          case PURPOSE_LEARN -> Task.Purpose.LEARN;
          case PURPOSE_EXAMINE -> Task.Purpose.EXAMINE;
          case PURPOSE_UNSPECIFIED, UNRECOGNIZED -> throw unknown("task.purpose", task.getPurpose());
        },
        name("task.label", task.getLabel()),
        task.getRollouts());
  }

  static ProbeProto encode(Probe probe) {
    return ProbeProto.newBuilder()
        .setLabel(probe.label())
        .setPrompt(probe.prompt())
        .setAnswer(probe.answer())
        .build();
  }

  static Probe decode(ProbeProto probe) {
    return new Probe(
        name("probe.label", probe.getLabel()),
        text("probe.prompt", probe.getPrompt(), TEXT_CHARACTERS_MAX),
        text("probe.answer", probe.getAnswer(), TEXT_CHARACTERS_MAX));
  }

  static SceneProto encode(Scene scene) {
    return SceneProto.newBuilder()
        .setTask(encode(scene.task()))
        .setSeed(scene.seed())
        .setMemo(scene.memo())
        .build();
  }

  static Scene decode(SceneProto scene) {
    return new Scene(
        decode(present("scene.task", scene.hasTask(), scene.getTask())),
        scene.getSeed(),
        text("scene.memo", scene.getMemo(), TEXT_CHARACTERS_MAX));
  }

  static WorldMessageProto encode(WorldMessage message) {
    WorldMessageProto.Builder whole =
        WorldMessageProto.newBuilder().setAgent(message.agent().value()).setEpisode(message.episode());
    return switch (message) {
      case WorldMessage.Open open ->
          whole.setOpen(EnterProto.newBuilder().setTask(encode(open.task())).setSeed(open.seed())).build();
      case WorldMessage.Act act ->
          whole.setAct(ActProto.newBuilder().setStep(act.step()).setAction(act.action())).build();
      case WorldMessage.Leave _ -> whole.setLeave(LeaveProto.getDefaultInstance()).build();
    };
  }

  static WorldMessage decode(WorldMessageProto message) {
    AgentId agent = agent("world_message.agent", message.getAgent());
    String episode = name("world_message.episode", message.getEpisode());
    return switch (message.getBodyCase()) {
      case OPEN -> open(agent, episode, message.getOpen());
      case ACT ->
          new WorldMessage.Act(
              agent,
              episode,
              message.getAct().getStep(),
              text("act.action", message.getAct().getAction(), TEXT_CHARACTERS_MAX));
      case LEAVE -> new WorldMessage.Leave(agent, episode);
      case BODY_NOT_SET -> throw new WireException("world message about " + episode + " has no body that is known");
    };
  }

  private static WorldMessage.Open open(AgentId agent, String episode, EnterProto open) {
    return new WorldMessage.Open(
        agent, episode, decode(present("open.task", open.hasTask(), open.getTask())), open.getSeed());
  }

  static ObservedProto encode(AgentMessage.Observed observed) {
    return ObservedProto.newBuilder()
        .setEpisode(observed.episode())
        .setStep(observed.step())
        .setObservation(observed.observation())
        .setReward(observed.reward())
        .setOver(observed.over())
        .build();
  }

  static AgentMessage.Observed decode(ObservedProto observed) {
    return new AgentMessage.Observed(
        name("observed.episode", observed.getEpisode()),
        observed.getStep(),
        text("observed.observation", observed.getObservation(), TEXT_CHARACTERS_MAX),
        observed.getReward(),
        observed.getOver());
  }

  static EpisodeLostProto encode(AgentMessage.EpisodeLost lost) {
    return EpisodeLostProto.newBuilder().setEpisode(lost.episode()).setStep(lost.step()).build();
  }

  static AgentMessage.EpisodeLost decode(EpisodeLostProto lost) {
    return new AgentMessage.EpisodeLost(name("episode_lost.episode", lost.getEpisode()), lost.getStep());
  }

  static WorldStateProto encode(WorldState state) {
    WorldStateProto.Builder whole = WorldStateProto.newBuilder();
    for (NavigableMap<String, OpenEpisode> open : state.episodes().values()) {
      open.values().forEach(episode -> whole.addEpisodes(encode(episode)));
    }
    return whole.build();
  }

  private static OpenEpisodeProto encode(OpenEpisode episode) {
    WorldEffect.Answer last = episode.answered();
    return OpenEpisodeProto.newBuilder()
        .setAgent(last.to().value())
        .setScene(encode(episode.scene()))
        .setAnswered(
            encode(
                new AgentMessage.Observed(
                    last.episode(), last.step(), last.observation(), last.reward(), last.over())))
        .build();
  }

  static WorldState decode(WorldStateProto state) {
    size("world.episodes", state.getEpisodesCount(), ROWS_MAX);
    TreeMap<AgentId, NavigableMap<String, OpenEpisode>> episodes = new TreeMap<>();
    for (OpenEpisodeProto open : state.getEpisodesList()) {
      OpenEpisode episode = decode(open);
      episodes
          .computeIfAbsent(episode.answered().to(), _ -> new TreeMap<>())
          .put(episode.answered().episode(), episode);
    }
    return new WorldState(episodes);
  }

  private static OpenEpisode decode(OpenEpisodeProto episode) {
    AgentMessage.Observed last =
        decode(present("open_episode.answered", episode.hasAnswered(), episode.getAnswered()));
    return new OpenEpisode(
        decode(present("open_episode.scene", episode.hasScene(), episode.getScene())),
        new WorldEffect.Answer(
            agent("open_episode.agent", episode.getAgent()),
            last.episode(),
            last.step(),
            last.observation(),
            last.reward(),
            last.over()));
  }
}
