package org.collegium.organization.replay;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.collegium.agents.core.AgentMessage;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.organization.messagelog.LogRecord;
import org.collegium.organization.messagelog.Party;
import org.collegium.organization.rounds.OrchestratorMessage;
import org.collegium.organization.wire.MessageWire;

/** Whether what the log of one node recorded had been sent, the next message between the two. For one thread. */
final class Causes {
  private final ReplayScope scope;
  private final Ledger ledger;
  private final Map<String, Party> requestsOpen = new LinkedHashMap<>();
  private long effects;

  /**
   * What was found out about a record.
   *
   * @param message as its sender sent it; empty when its cause has not been seen
   * @param difference from what was sent; empty when it is the very message, or nothing was sent
   */
  record Cause(Optional<Object> message, Optional<String> difference) {
    private static Cause seen(boolean isSeen, Object message) {
      return new Cause(isSeen ? Optional.of(message) : Optional.empty(), Optional.empty());
    }
  }

  Causes(ReplayScope scope, Ledger ledger) {
    this.scope = scope;
    this.ledger = ledger;
  }

  /** Messages that were found recorded as they were sent. */
  long effects() {
    return effects;
  }

  /** Requests that the model host owes an answer, with the boundary that recorded them. */
  Map<String, Party> requestsOpen() {
    return requestsOpen;
  }

  /** The model host's boundary has recorded a request. */
  void asked(String requestId, Party boundary) {
    requestsOpen.put(requestId, boundary);
  }

  /** The process is gone, and everything under way with it. */
  void loseAll() {
    ledger.loseAll();
    requestsOpen.clear();
  }

  /** Looks for the cause of a record and takes it out: as its sender sent it, which saves the reading of most. */
  Cause of(LogRecord record) {
    if (scope.isCauseBeyond(record)) {
      return Cause.seen(true, messageOf(record));
    }
    Optional<Ledger.Sent> next = ledger.next(record.sender(), record.receiver());
    if (next.isPresent() && next.get().isRecordedIn(record)) {
      ledger.receive(record.sender(), record.receiver());
      effects++;
      return Cause.seen(true, next.get().message());
    }
    Object message = messageOf(record);
    return switch (message) {
      case OrchestratorMessage.Begin _, OrchestratorMessage.StopRequested _, OrchestratorMessage.NodeFailed _ ->
          Cause.seen(true, message);
      case AgentMessage.RetryDue due ->
          Cause.seen(counted(ledger.receiveInAnyOrder(record.sender(), record.receiver(), due)), message);
      case HostReply reply -> Cause.seen(counted(requestsOpen.remove(reply.requestId()) != null), message);
      default -> next(record, message, next);
    };
  }

  private Cause next(LogRecord record, Object message, Optional<Ledger.Sent> next) {
    Optional<String> difference =
        next.filter(sent -> !sent.message().equals(message))
            .map(sent -> ReadableDifference.of(message, sent.message()) + " because of " + sent.cause().place());
    if (next.isEmpty() || difference.isPresent()) {
      return new Cause(Optional.empty(), difference);
    }
    ledger.receive(record.sender(), record.receiver());
    return Cause.seen(counted(true), message);
  }

  private boolean counted(boolean isThere) {
    if (isThere) {
      effects++;
    }
    return isThere;
  }

  private static Object messageOf(LogRecord record) {
    return MessageWire.messageOf(record.manifest(), record.payload());
  }
}
