package org.collegium.organization.cluster;

import org.apache.pekko.actor.typed.ActorRef;
import org.collegium.organization.rounds.OrchestratorEffect.Finish;
import org.collegium.organization.run.RoundResult;

/** Tells the registry's actor what becomes of the organizations of a run. */
record RunEvents(String run, ActorRef<RegistryCommand> registry) implements OrganizationEvents {
  @Override
  public void roundClosed(RoundResult result) {
    registry.tell(new RegistryCommand.RoundClosed(run, result));
  }

  @Override
  public void finished(String organization, Finish finish) {
    registry.tell(new RegistryCommand.Finished(run, organization, finish));
  }
}
