package org.collegium.organization.cluster;

import org.collegium.organization.rounds.OrchestratorEffect.Finish;
import org.collegium.organization.run.RoundResult;

/** Hears what becomes of organizations. Told by their orchestrators' shells, after the state that tells it is kept. */
interface OrganizationEvents {
  /** A round is closed and kept. */
  void roundClosed(RoundResult result);

  /** The organization has ended. */
  void finished(String organization, Finish finish);
}
