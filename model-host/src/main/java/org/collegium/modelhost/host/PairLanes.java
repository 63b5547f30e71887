package org.collegium.modelhost.host;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.collegium.modelhost.protocol.AdapterPairId;

/**
 * Order among requests that touch one pair: one that changes the pair waits until all earlier ones are answered, and
 * later ones wait for it. Readers do not wait for each other.
 *
 * <p>Each pair has a lane of groups: one request that changes the pair, or any number that read it. The first group may
 * go. A request enters the lanes of all its pairs at once, so every two requests stand in the same order wherever they
 * meet, and no circle of waiting can arise.
 */
final class PairLanes {
  private final Map<AdapterPairId, ArrayDeque<Group>> lanes = new HashMap<>();
  private final Consumer<Ticket> onReady;

  private static final class Group {
    final boolean changes;
    final Set<Ticket> members = new LinkedHashSet<>();

    Group(boolean changes) {
      this.changes = changes;
    }
  }

  /**
   * @param onReady told of each ticket once, when nothing is left that it must wait for
   */
  PairLanes(Consumer<Ticket> onReady) {
    this.onReady = onReady;
  }

  void enter(Ticket ticket) {
    for (Access access : ticket.accesses()) {
      ArrayDeque<Group> lane = lanes.computeIfAbsent(access.pair(), _ -> new ArrayDeque<>());
      if (lane.isEmpty() || access.changes() || lane.getLast().changes) {
        lane.add(new Group(access.changes()));
      }
      lane.getLast().members.add(ticket);
      if (lane.size() > 1) {
        ticket.block();
      }
    }
    if (ticket.blockers() == 0) {
      onReady.accept(ticket);
    }
  }

  void leave(Ticket ticket) {
    for (Access access : ticket.accesses()) {
      ArrayDeque<Group> lane = lanes.getOrDefault(access.pair(), new ArrayDeque<>());
      Group first = lane.getFirst();
      // Mostly it is of the first group; only a host that closes sends away what has not begun.
      for (Group group : lane) {
        if (group.members.remove(ticket)) {
          break;
        }
      }
      lane.removeIf(group -> group.members.isEmpty());
      if (lane.isEmpty()) {
        lanes.remove(access.pair());
      } else if (lane.getFirst() != first) {
        lane.getFirst().members.forEach(this::unblock);
      }
    }
  }

  private void unblock(Ticket ticket) {
    ticket.unblock();
    if (ticket.blockers() == 0) {
      onReady.accept(ticket);
    }
  }
}
