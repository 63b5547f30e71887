package org.collegium.modelhost.host;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostRequest;

/** One request that waits for its answer. Two tickets are never equal. */
final class Ticket {
  /** A client asks again when it has lost patience or its place; so often nobody does by mistake. */
  private static final int ANSWERS_MAX = 8;

  private final HostRequest request;
  private final List<Access> accesses;
  private final List<Consumer<HostReply>> answers = new ArrayList<>();
  private int blockers;

  Ticket(HostRequest request, Consumer<HostReply> answer) {
    this.request = request;
    this.accesses = Access.of(request);
    answers.add(answer);
  }

  HostRequest request() {
    return request;
  }

  List<Access> accesses() {
    return accesses;
  }

  /** Has the answer told to one more; false when there are too many. */
  boolean alsoAnswers(Consumer<HostReply> answer) {
    return answers.size() < ANSWERS_MAX && answers.add(answer);
  }

  void answer(HostReply reply) {
    answers.forEach(answer -> answer.accept(reply));
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
