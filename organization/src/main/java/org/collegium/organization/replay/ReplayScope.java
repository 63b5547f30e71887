package org.collegium.organization.replay;

import org.collegium.agents.identity.AgentId;
import org.collegium.organization.messagelog.LogRecord;
import org.collegium.organization.messagelog.Party;

/** How much of a run is replayed. */
public sealed interface ReplayScope {
  /** Whether any record of an organization matters. */
  boolean holds(String organization);

  /** Whether a record is given to its receiver's core, and not only compared with what was sent. */
  boolean isGiven(LogRecord record);

  /** Whether the sender is not replayed, so that nothing is known of the cause. */
  boolean isCauseBeyond(LogRecord record);

  /** Everything. */
  record WholeRun() implements ReplayScope {
    @Override
    public boolean holds(String organization) {
      return true;
    }

    @Override
    public boolean isGiven(LogRecord record) {
      return true;
    }

    @Override
    public boolean isCauseBeyond(LogRecord record) {
      return false;
    }
  }

  /** One organization: its agents, worlds and orchestrator. */
  record OneOrganization(String organization) implements ReplayScope {
    @Override
    public boolean holds(String other) {
      return organization.equals(other);
    }

    @Override
    public boolean isGiven(LogRecord record) {
      return true;
    }

    @Override
    public boolean isCauseBeyond(LogRecord record) {
      return false;
    }
  }

  /**
   * One agent: its core gets what it had received, whoever sent it, and what it sends is compared with what the
   * receivers recorded.
   */
  record OneAgent(AgentId agent) implements ReplayScope {
    @Override
    public boolean holds(String organization) {
      return agent.organization().equals(organization);
    }

    @Override
    public boolean isGiven(LogRecord record) {
      return record.receiver().equals(Party.of(agent)) || record.receiver().equals(Party.NODE);
    }

    @Override
    public boolean isCauseBeyond(LogRecord record) {
      return !record.sender().equals(Party.of(agent));
    }
  }
}
