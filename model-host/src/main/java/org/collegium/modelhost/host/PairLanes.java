package org.collegium.modelhost.host;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.collegium.modelhost.protocol.AdapterPairId;

/**
 * Order among requests that touch one pair: one that changes the pair waits until all earlier ones are answered, and
 * later ones wait for it. Readers do not wait for each other.
 *
 * <p>A request enters the lanes of all its pairs at once, so every two requests stand in the same order wherever they
 * meet, and no circle of waiting can arise.
 */
final class PairLanes {
  private final Map<AdapterPairId, List<Ticket>> lanes = new HashMap<>();
  private final Consumer<Ticket> onReady;

  /**
   * @param onReady told of each ticket once, when nothing is left that it must wait for
   */
  PairLanes(Consumer<Ticket> onReady) {
    this.onReady = onReady;
  }

  void enter(Ticket ticket) {
    for (Access access : ticket.accesses()) {
      List<Ticket> lane = lanes.computeIfAbsent(access.pair(), _ -> new ArrayList<>());
      for (Ticket earlier : lane) {
        if (access.changes() || changes(earlier, access.pair())) {
          ticket.block();
        }
      }
      lane.add(ticket);
    }
    if (ticket.blockers() == 0) {
      onReady.accept(ticket);
    }
  }

  void leave(Ticket ticket) {
    for (Access access : ticket.accesses()) {
      List<Ticket> lane = lanes.getOrDefault(access.pair(), List.of());
      int at = lane.indexOf(ticket);
      List<Ticket> later = List.copyOf(lane.subList(at + 1, lane.size()));
      lane.remove(at);
      if (lane.isEmpty()) {
        lanes.remove(access.pair());
      }
      for (Ticket next : later) {
        if (access.changes() || changes(next, access.pair())) {
          next.unblock();
          if (next.blockers() == 0) {
            onReady.accept(next);
          }
        }
      }
    }
  }

  private static boolean changes(Ticket ticket, AdapterPairId pair) {
    return ticket.accesses().stream().anyMatch(access -> access.changes() && access.pair().equals(pair));
  }

  boolean isEmpty() {
    return lanes.isEmpty();
  }
}
