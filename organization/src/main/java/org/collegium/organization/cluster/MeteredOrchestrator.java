package org.collegium.organization.cluster;

import org.collegium.agents.core.AgentMessage;
import org.collegium.organization.rounds.OrchestratorEffect.Finish;
import org.collegium.organization.run.RoundResult;
import org.collegium.organization.telemetry.OrganizationMeter;

/** Tells a meter what comes out of an orchestrator. */
final class MeteredOrchestrator {
  private MeteredOrchestrator() {}

  /** The addresses, of whose assignments the meter hears. */
  static AgentAddresses agents(AgentAddresses agents, OrganizationMeter meter) {
    return (agent, message) -> {
      if (message instanceof AgentMessage.Assigned assigned) {
        meter.assigned(agent, assigned.round());
      }
      agents.tell(agent, message);
    };
  }

  /** The listener, of whose closed rounds the meter hears. */
  static OrganizationEvents events(OrganizationEvents events, OrganizationMeter meter) {
    return new OrganizationEvents() {
      @Override
      public void roundClosed(RoundResult result) {
        meter.roundClosed(result);
        events.roundClosed(result);
      }

      @Override
      public void finished(String organization, Finish finish) {
        events.finished(organization, finish);
      }
    };
  }
}
