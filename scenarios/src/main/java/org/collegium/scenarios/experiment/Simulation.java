package org.collegium.scenarios.experiment;

import org.collegium.organization.rounds.InitialStates;
import org.collegium.organization.run.RunListener;
import org.collegium.organization.run.RunOutcome;
import org.collegium.organization.run.RunPlan;
import org.collegium.scenarios.configuration.ModelSettings;
import org.collegium.scenarios.runfolder.RunFolder;

/** Something that plays a plan to its end. */
@FunctionalInterface
public interface Simulation {
  /**
   * Plays all organizations of a plan side by side, from where the folder says that they stand, and waits for their
   * end.
   *
   * @param initial what actors begin with of which the folder knows nothing
   * @param listener told of every closed round, on one thread
   * @param stop makes every organization stop at its next round boundary
   */
  RunOutcome play(
      RunPlan plan,
      ModelSettings model,
      RunFolder folder,
      InitialStates initial,
      RunListener listener,
      StopRequest stop);
}
