package org.collegium.agents.world;

import java.util.List;
import java.util.Optional;
import org.collegium.agents.identity.WorldId;

/**
 * One world's behaviour as a pure function. An episode that is over or left is forgotten; a step asked again gets
 * the same answer; an episode that is opened again (its agent came back from a crash) begins anew.
 */
public final class WorldCore {
  private final WorldId id;
  private final World world;
  private final int episodesMax;

  /** A world that holds at most {@code episodesMax} open episodes of all its agents together. */
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
    boolean isNew = state.episode(open.agent(), open.episode()).isEmpty();
    return isNew && state.size() >= episodesMax
        ? fail(state, open, episodesMax + " episodes are open, and that is the bound")
        : answer(state, open, -1, world.open(open.task(), open.seed()));
  }

  private WorldStep act(WorldState state, WorldMessage.Act act) {
    Optional<OpenEpisode> open = state.episode(act.agent(), act.episode());
    if (open.isEmpty()) {
      return new WorldStep(state, List.of());
    }
    WorldEffect.Answer last = open.get().answered();
    if (act.step() == last.step()) {
      return new WorldStep(state, List.of(last));
    }
    return act.step() == last.step() + 1
        ? answer(state, act, act.step(), world.act(open.get().scene(), act.action()))
        : new WorldStep(state, List.of());
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
    WorldState next =
        transition.over()
            ? state.without(asked.agent(), asked.episode())
            : state.with(asked.agent(), asked.episode(), new OpenEpisode(transition.scene(), answer));
    return new WorldStep(next, List.of(answer));
  }

  private WorldStep fail(WorldState state, WorldMessage asked, String reason) {
    String place = "world " + id.value() + ", episode " + asked.episode() + " of " + asked.agent() + ": ";
    return new WorldStep(state, List.of(new WorldEffect.Fail(asked.agent(), place + reason)));
  }
}
