package org.collegium.modelhost.host;

import java.util.List;
import java.util.function.Consumer;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostRequest;

/** One request that waits for its answer. Two tickets are never equal. */
final class Ticket {
  private final HostRequest request;
  private final List<Access> accesses;
  private final Consumer<HostReply> answer;
  private int blockers;

  Ticket(HostRequest request, Consumer<HostReply> answer) {
    this.request = request;
    this.accesses = Access.of(request);
    this.answer = answer;
  }

  HostRequest request() {
    return request;
  }

  List<Access> accesses() {
    return accesses;
  }

  void answer(HostReply reply) {
    answer.accept(reply);
  }

  /** Requests that must be answered before this one may begin. */
  int blockers() {
    return blockers;
  }

  void block() {
    blockers++;
  }

  void unblock() {
    blockers--;
  }
}
