package org.collegium.modelhost.host;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostRequest;

/** All requests that wait for their answer, and among them those whose turn has come, sorted by what they ask for. */
final class RequestQueue {
  private final int requestsMax;
  private final Counters counters;
  private final PairLanes lanes = new PairLanes(this::ready);
  // Insertion order, so that what is left at the end is refused in the order in which it came.
  private final Map<String, Ticket> waiting = new LinkedHashMap<>();
  private final ArrayDeque<Ticket> administering = new ArrayDeque<>();
  private final ArrayDeque<Ticket> generating = new ArrayDeque<>();
  private final ArrayDeque<Ticket> scoring = new ArrayDeque<>();
  private final ArrayDeque<Ticket> learning = new ArrayDeque<>();

  /** What became of an offer. */
  enum Outcome {
    /** It waits. The same request asked twice waits once, and both are answered. */
    TAKEN,
    /** There is no room. */
    FULL,
    /** Another request of the same id waits. */
    ID_TAKEN
  }

  RequestQueue(int requestsMax, Counters counters) {
    this.requestsMax = requestsMax;
    this.counters = counters;
  }

  Outcome offer(HostRequest request, Consumer<HostReply> answer) {
    Ticket same = waiting.get(request.requestId());
    if (same != null && !same.request().equals(request)) {
      return Outcome.ID_TAKEN;
    } else if (same != null) {
      return same.alsoAnswers(answer) ? Outcome.TAKEN : Outcome.FULL;
    } else if (waiting.size() >= requestsMax) {
      return Outcome.FULL;
    }
    Ticket ticket = new Ticket(request, answer);
    waiting.put(request.requestId(), ticket);
    lanes.enter(ticket);
    counters.taken(request, waiting.size());
    return Outcome.TAKEN;
  }

  private void ready(Ticket ticket) {
    switch (ticket.request()) {
      case HostRequest.Generate _ -> generating.add(ticket);
      case HostRequest.Score _ -> scoring.add(ticket);
      case HostRequest.LearnPolicy _, HostRequest.LearnWorld _ -> learning.add(ticket);
      case HostRequest.Open _, HostRequest.Derive _, HostRequest.Save _, HostRequest.Load _ ->
          administering.add(ticket);
    }
  }

  /** Takes a request out, which makes room and lets others of its pairs begin, and answers it. */
  void answer(Ticket ticket, HostReply reply) {
    release(ticket);
    ticket.answer(reply);
  }

  /** Takes a request out as {@link #answer} does; somebody else will answer it. */
  void release(Ticket ticket) {
    waiting.remove(ticket.request().requestId());
    lanes.leave(ticket);
    counters.waiting(waiting.size());
  }

  int size() {
    return waiting.size();
  }

  /** All that wait, in the order in which they came. */
  List<Ticket> all() {
    return List.copyOf(waiting.values());
  }

  /** Ready to open, derive, save or load a pair. */
  ArrayDeque<Ticket> administering() {
    return administering;
  }

  /** Ready to generate. */
  ArrayDeque<Ticket> generating() {
    return generating;
  }

  /** Ready to score. */
  ArrayDeque<Ticket> scoring() {
    return scoring;
  }

  /** Ready to learn. */
  ArrayDeque<Ticket> learning() {
    return learning;
  }
}
