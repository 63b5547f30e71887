package org.collegium.scenarios.telemetry;

import java.util.List;
import java.util.function.Consumer;
import org.collegium.agents.core.RoundReport;
import org.collegium.agents.identity.AgentId;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostRequest;
import org.collegium.organization.messagelog.MessageLog;
import org.collegium.organization.run.RoundResult;
import org.collegium.organization.telemetry.OrganizationMeter;

/** Several who hear the same of organizations, in order. */
record AllMeters(List<OrganizationMeter> meters) implements OrganizationMeter {
  @Override
  public void assigned(AgentId agent, int round) {
    tell(meter -> meter.assigned(agent, round));
  }

  @Override
  public void roundClosed(RoundResult result) {
    tell(meter -> meter.roundClosed(result));
  }

  @Override
  public void began(AgentId agent, int round) {
    tell(meter -> meter.began(agent, round));
  }

  @Override
  public void asked(HostRequest request) {
    tell(meter -> meter.asked(request));
  }

  @Override
  public void answered(HostReply reply) {
    tell(meter -> meter.answered(reply));
  }

  @Override
  public void reported(RoundReport report) {
    tell(meter -> meter.reported(report));
  }

  @Override
  public void logOpened(MessageLog log) {
    tell(meter -> meter.logOpened(log));
  }

  private void tell(Consumer<OrganizationMeter> what) {
    meters.forEach(what);
  }
}
