package org.collegium.agents.doors;

import org.collegium.agents.world.Scene;
import org.collegium.agents.world.Task;
import org.collegium.agents.world.Transition;
import org.collegium.agents.world.World;

/** Doors a to d; each opens with one key out of 0 to 3, and says which after a wrong one. Patience ends after three. */
public final class DoorWorld implements World {
  /** The key that opens a door. */
  public static int key(String door) {
    return (door.charAt(0) - 'a' + 1) % 4;
  }

  @Override
  public Transition open(Task task, long seed) {
    if (!task.text().startsWith("open ")) {
      throw new IllegalArgumentException("there is nothing here to " + task.text());
    }
    return new Transition(new Scene(task, seed, ""), task.text().endsWith("d") ? "dark ." : "", 0, false);
  }

  @Override
  public Transition act(Scene scene, String action) {
    int key = key(scene.task().text().substring("open ".length()));
    if (action.equals("turn " + key + " .")) {
      return new Transition(scene, "door opens .", 1, true);
    }
    Scene next = new Scene(scene.task(), scene.seed(), scene.memo() + "x");
    return new Transition(next, "needs " + key + " .", 0, next.memo().length() >= 3);
  }
}
