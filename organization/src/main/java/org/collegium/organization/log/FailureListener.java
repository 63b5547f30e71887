package org.collegium.organization.log;

import org.collegium.organization.messagelog.Party;

/** Hears of actors that cannot go on. Called on the thread of the actor that failed. */
@FunctionalInterface
public interface FailureListener {
  /** An actor threw while it handled a message, or could not record it; it stops. */
  void failed(Party actor, RuntimeException cause);
}
