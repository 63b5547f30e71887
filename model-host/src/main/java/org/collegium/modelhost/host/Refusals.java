package org.collegium.modelhost.host;

import org.collegium.modelhost.protocol.HostReply.Refused;
import org.collegium.modelhost.store.MissingAdapterException;
import org.collegium.modelhost.store.StoreAwayException;

/** What a request that fails is answered. */
final class Refusals {
  private Refusals() {}

  static Refused of(Ticket ticket, Refused.Reason reason, String detail) {
    return new Refused(ticket.request().requestId(), reason, detail);
  }

  static Refused of(Ticket ticket, Throwable failure) {
    return switch (failure) {
      case StoreAwayException away -> of(ticket, Refused.Reason.STORE_AWAY, String.valueOf(away.getMessage()));
      case MissingAdapterException missing when missing.isSuperseded() ->
          of(ticket, Refused.Reason.PAIR_LOST, String.valueOf(missing.getMessage()));
      case IllegalArgumentException wrong -> of(ticket, Refused.Reason.INVALID, String.valueOf(wrong.getMessage()));
      default -> of(ticket, Refused.Reason.FAILED, HostEngine.describe(failure));
    };
  }
}
