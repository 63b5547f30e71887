package org.collegium.organization.replay;

import org.collegium.agents.core.AgentMessage;
import org.collegium.organization.messagelog.LogRecord;
import org.collegium.organization.messagelog.Party;

/** Where everything goes that replayed cores send. */
interface Outbox {
  /**
   * Takes a message.
   *
   * @param cause what made the sender send it
   */
  void send(Party sender, Party receiver, Object message, LogRecord cause);

  /** An answer of the host goes on to its agent as it was recorded, which is the cause. */
  void handOn(Party sender, Party receiver, AgentMessage.HostAnswered message, LogRecord cause);
}
