package org.collegium.organization.telemetry;

import org.collegium.agents.core.RoundReport;
import org.collegium.agents.identity.AgentId;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostRequest;
import org.collegium.organization.messagelog.MessageLog;
import org.collegium.organization.run.RoundResult;

/**
 * Hears what the shells of a node do for organizations. Each node hears of its own actors: where the orchestrator is,
 * of assignments and closed rounds; where an agent is, of its rounds and requests. What is done again after a crash or
 * a lost message is told again. Told by many threads; must return at once and must not throw.
 */
public interface OrganizationMeter {
  /** Hears and does nothing. */
  OrganizationMeter SILENT = new SilentOrganizationMeter();

  /** The orchestrator gave an agent its work for a round. */
  void assigned(AgentId agent, int round);

  /** The orchestrator closed a round, and that is kept. */
  void roundClosed(RoundResult result);

  /** An agent received its work for a round. */
  void began(AgentId agent, int round);

  /** An agent asked the model host. */
  void asked(HostRequest request);

  /** An agent received what the model host answered. */
  void answered(HostReply reply);

  /** An agent told the orchestrator of a round that it finished. */
  void reported(RoundReport report);

  /** The node writes its messages into this log from now on; it may be closed at any time. */
  void logOpened(MessageLog log);
}
