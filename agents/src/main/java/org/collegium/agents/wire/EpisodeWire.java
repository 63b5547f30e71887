package org.collegium.agents.wire;

import static org.collegium.modelhost.wire.WireBounds.ROWS_MAX;
import static org.collegium.modelhost.wire.WireBounds.TEXT_CHARACTERS_MAX;
import static org.collegium.modelhost.wire.WireBounds.list;
import static org.collegium.modelhost.wire.WireBounds.name;
import static org.collegium.modelhost.wire.WireBounds.present;
import static org.collegium.modelhost.wire.WireBounds.text;

import java.util.Optional;
import org.collegium.agents.context.EpisodeContext;
import org.collegium.agents.context.Seen;
import org.collegium.agents.context.Turn;
import org.collegium.agents.core.Episode;
import org.collegium.agents.core.Errand;
import org.collegium.agents.core.Stage;
import org.collegium.agents.proto.ActingProto;
import org.collegium.agents.proto.AwaitsProto;
import org.collegium.agents.proto.EpisodeProto;
import org.collegium.agents.proto.ErrandProto;
import org.collegium.agents.proto.OverProto;
import org.collegium.agents.proto.SeenProto;
import org.collegium.agents.proto.TurnProto;
import org.collegium.modelhost.wire.ModelHostWire;
import org.collegium.modelhost.wire.ValueWire;
import org.collegium.modelhost.wire.WireException;

/** Episodes at work, with their contexts: kept by their agent, told to nobody. */
final class EpisodeWire {
  private EpisodeWire() {}

  static ErrandProto encode(Errand errand) {
    ErrandProto.Builder whole =
        ErrandProto.newBuilder()
            .setRequest(ModelHostWire.encode(errand.request()))
            .setRefusals(errand.refusals())
            .setResting(errand.resting());
    errand.reply().map(ModelHostWire::encode).ifPresent(whole::setReply);
    return whole.build();
  }

  static Errand decode(ErrandProto errand) {
    return new Errand(
        ModelHostWire.decode(present("errand.request", errand.hasRequest(), errand.getRequest())),
        errand.getRefusals(),
        errand.getResting(),
        errand.hasReply() ? Optional.of(ModelHostWire.decode(errand.getReply())) : Optional.empty());
  }

  static EpisodeProto encode(Episode episode) {
    EpisodeProto.Builder whole =
        EpisodeProto.newBuilder()
            .setId(episode.id())
            .setTask(episode.task())
            .setRollout(episode.rollout())
            .setWave(episode.wave())
            .addAllPrefix(ValueWire.ids(episode.context().prefix()))
            .addAllTurns(episode.context().turns().stream().map(EpisodeWire::encode).toList())
            .setReward(episode.reward());
    return switch (episode.stage()) {
      case Stage.Opening _ -> whole.setOpening(AwaitsProto.getDefaultInstance()).build();
      case Stage.Imagining imagining -> whole.setImagining(encode(imagining.errand())).build();
      case Stage.Acting acting -> whole.setActing(encode(acting)).build();
      case Stage.Watching _ -> whole.setWatching(AwaitsProto.getDefaultInstance()).build();
      case Stage.Over over -> whole.setOver(OverProto.newBuilder().setWellFormed(over.wellFormed())).build();
    };
  }

  static Episode decode(EpisodeProto episode) {
    return new Episode(
        name("episode.id", episode.getId()),
        episode.getTask(),
        episode.getRollout(),
        episode.getWave(),
        stage(episode),
        new EpisodeContext(
            ValueWire.tokens("episode.prefix", episode.getPrefixList()),
            list("episode.turns", episode.getTurnsList(), ROWS_MAX, EpisodeWire::decode)),
        episode.getReward());
  }

  private static Stage stage(EpisodeProto episode) {
    return switch (episode.getStageCase()) {
      case OPENING -> new Stage.Opening();
      case IMAGINING -> new Stage.Imagining(decode(episode.getImagining()));
      case ACTING -> decode(episode.getActing());
      case WATCHING -> new Stage.Watching();
      case OVER -> new Stage.Over(episode.getOver().getWellFormed());
      case STAGE_NOT_SET -> throw new WireException("episode " + episode.getId() + " has no stage that is known");
    };
  }

  private static ActingProto encode(Stage.Acting acting) {
    return ActingProto.newBuilder()
        .setErrand(encode(acting.errand()))
        .addAllImagined(ValueWire.ids(acting.imagined()))
        .setWindowStart(acting.windowStart())
        .build();
  }

  private static Stage.Acting decode(ActingProto acting) {
    return new Stage.Acting(
        decode(present("acting.errand", acting.hasErrand(), acting.getErrand())),
        ValueWire.tokens("acting.imagined", acting.getImaginedList()),
        acting.getWindowStart());
  }

  private static TurnProto encode(Turn turn) {
    TurnProto.Builder whole =
        TurnProto.newBuilder()
            .setWindowStart(turn.windowStart())
            .addAllImagined(ValueWire.ids(turn.imagined()))
            .addAllAction(ValueWire.ids(turn.action()))
            .addAllLogProbabilities(ValueWire.values(turn.logProbabilities()))
            .setText(turn.text());
    turn.seen().map(EpisodeWire::encode).ifPresent(whole::setSeen);
    return whole.build();
  }

  private static Turn decode(TurnProto turn) {
    return new Turn(
        turn.getWindowStart(),
        ValueWire.tokens("turn.imagined", turn.getImaginedList()),
        ValueWire.tokens("turn.action", turn.getActionList()),
        ValueWire.reals("turn.log_probabilities", turn.getLogProbabilitiesList()),
        text("turn.text", turn.getText(), TEXT_CHARACTERS_MAX),
        turn.hasSeen() ? Optional.of(decode(turn.getSeen())) : Optional.empty());
  }

  private static SeenProto encode(Seen seen) {
    return SeenProto.newBuilder().setText(seen.text()).addAllLine(ValueWire.ids(seen.line())).build();
  }

  private static Seen decode(SeenProto seen) {
    return new Seen(
        text("seen.text", seen.getText(), TEXT_CHARACTERS_MAX), ValueWire.tokens("seen.line", seen.getLineList()));
  }
}
