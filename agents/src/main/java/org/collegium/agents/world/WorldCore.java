package org.collegium.agents.world;

import java.util.List;
import java.util.Optional;
import org.collegium.agents.identity.WorldId;

/**
 * One world's behaviour as a pure function. A step asked again gets the same answer; an episode that is opened again
 * (its agent came back from a crash) begins anew; one that is left is forgotten, and any when its agent opens one of
 * another round. Who acts in an episode that is not known here is told that it is lost.
 */
public final class WorldCore {
  private final WorldId id;
  private final World world;
  private final int episodesMax;

  /** A world that holds at most {@code episodesMax} episodes of all its agents together. */
  public WorldCore(WorldId id, World world, int episodesMax) {
    this.id = id;
    this.world = world;
    this.episodesMax = episodesMax;
  }

  /** What a message leads to. */
  public WorldStep step(WorldState state, WorldMessage message) {
    try {
      return switch (message) {
        case WorldMessage.Open open -> open(state, open);
        case WorldMessage.Act act -> act(state, act);
        case WorldMessage.Leave leave ->
            new WorldStep(state.without(leave.agent(), leave.episode()), List.of());
      };
    } catch (IllegalArgumentException impossible) {
      return fail(state, message, String.valueOf(impossible.getMessage()));
    }
  }

  private WorldStep open(WorldState state, WorldMessage.Open open) {
    WorldState left = state.only(open.agent(), roundOf(open.episode()));
    boolean isNew = left.episode(open.agent(), open.episode()).isEmpty();
    return isNew && left.size() >= episodesMax
        ? fail(left, open, episodesMax + " episodes are open, and that is the bound")
        : answer(left, open, -1, world.open(open.task(), open.seed()));
  }

  /** What the ids of all episodes of one round begin with: {@code r4/} of {@code r4/t3/e0}. */
  private static String roundOf(String episode) {
    return episode.substring(0, episode.indexOf('/') + 1);
  }

  private WorldStep act(WorldState state, WorldMessage.Act act) {
    Optional<OpenEpisode> open = state.episode(act.agent(), act.episode());
    int answered = open.map(episode -> episode.answered().step()).orElse(Integer.MIN_VALUE);
    if (open.isEmpty() || act.step() > answered + 1) {
      return new WorldStep(state, List.of(new WorldEffect.Lost(act.agent(), act.episode(), act.step())));
    }
    WorldEffect.Answer last = open.get().answered();
    if (act.step() == answered) {
      return new WorldStep(state, List.of(last));
    }
    return act.step() < answered || last.over()
        ? new WorldStep(state, List.of())
        : answer(state, act, act.step(), world.act(open.get().scene(), act.action()));
  }

  private WorldStep answer(WorldState state, WorldMessage asked, int step, Transition transition) {
    if (!Double.isFinite(transition.reward())) {
      return fail(state, asked, "the reward of step " + step + " is " + transition.reward());
    }
    WorldEffect.Answer answer =
        new WorldEffect.Answer(
            asked.agent(),
            asked.episode(),
            step,
            transition.observation(),
            transition.reward(),
            transition.over());
    OpenEpisode episode = new OpenEpisode(transition.scene(), answer);
    return new WorldStep(state.with(asked.agent(), asked.episode(), episode), List.of(answer));
  }

  private WorldStep fail(WorldState state, WorldMessage asked, String reason) {
    String place = "world " + id.value() + ", episode " + asked.episode() + " of " + asked.agent() + ": ";
    return new WorldStep(state, List.of(new WorldEffect.Fail(asked.agent(), place + reason)));
  }
}
