package org.collegium.agents.world;

/** A text world as a pure function: the same scene and action give the same transition, on any machine. */
public interface World {
  /** Begins an episode; reward 0 and not over. */
  Transition open(Task task, long seed);

  /** Answers an action; any text is an action, senseless ones too. */
  Transition act(Scene scene, String action);
}
