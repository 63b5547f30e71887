package org.collegium.organization.lamps;

import org.collegium.agents.identity.Seeds;
import org.collegium.agents.identity.WorldId;
import org.collegium.agents.world.Scene;
import org.collegium.agents.world.Task;
import org.collegium.agents.world.Transition;
import org.collegium.agents.world.World;

/** Each lamp of each world has one switch of four; after a wrong one the world says which. Two attempts. */
public final class LampWorld implements World {
  private final WorldId id;

  /** The world of an id. */
  public LampWorld(WorldId id) {
    this.id = id;
  }

  @Override
  public Transition open(Task task, long seed) {
    return new Transition(new Scene(task, seed, ""), "dark .", 0, false);
  }

  @Override
  public Transition act(Scene scene, String action) {
    long key = Math.floorMod(Seeds.derive(7, id.value(), scene.task().text()), 4L);
    if (action.equals("press " + key + " .")) {
      return new Transition(scene, "bright .", 1, true);
    }
    Scene next = new Scene(scene.task(), scene.seed(), scene.memo() + "x");
    return new Transition(next, "needs " + key + " .", 0, next.memo().length() == 2);
  }
}
