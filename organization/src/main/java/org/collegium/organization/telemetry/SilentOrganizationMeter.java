package org.collegium.organization.telemetry;

import org.collegium.agents.core.RoundReport;
import org.collegium.agents.identity.AgentId;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostRequest;
import org.collegium.organization.messagelog.MessageLog;
import org.collegium.organization.run.RoundResult;

/** Where nobody measures. */
final class SilentOrganizationMeter implements OrganizationMeter {
  @Override
  public void assigned(AgentId agent, int round) {}

  @Override
  public void roundClosed(RoundResult result) {}

  @Override
  public void began(AgentId agent, int round) {}

  @Override
  public void asked(HostRequest request) {}

  @Override
  public void answered(HostReply reply) {}

  @Override
  public void reported(RoundReport report) {}

  @Override
  public void logOpened(MessageLog log) {}
}
