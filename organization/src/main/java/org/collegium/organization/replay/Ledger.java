package org.collegium.organization.replay;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.collegium.organization.messagelog.Party;

/**
 * What the cores sent and nobody has received yet, in the order of each pair of sender and receiver: that is the order
 * in which actors deliver. Between different senders there is no order.
 */
final class Ledger {
  private final Map<Channel, ArrayDeque<Sent>> open = new HashMap<>();
  private long sent;

  private record Channel(Party sender, Party receiver) {}

  /**
   * A message on its way.
   *
   * @param number in the order of all that was sent
   * @param cause what made the sender send it, for people
   */
  record Sent(long number, Party sender, Party receiver, Object message, String cause) {}

  void send(Party sender, Party receiver, Object message, String cause) {
    sent++;
    open.computeIfAbsent(new Channel(sender, receiver), channel -> new ArrayDeque<>())
        .add(new Sent(sent, sender, receiver, message, cause));
  }

  /** What the receiver must get next from the sender. */
  Optional<Sent> next(Party sender, Party receiver) {
    return Optional.ofNullable(open.get(new Channel(sender, receiver))).map(ArrayDeque::peek);
  }

  /** Takes out what {@link #next} showed. */
  void receive(Party sender, Party receiver) {
    Channel channel = new Channel(sender, receiver);
    ArrayDeque<Sent> queue = open.getOrDefault(channel, new ArrayDeque<>());
    queue.remove();
    if (queue.isEmpty()) {
      open.remove(channel);
    }
  }

  /** Takes out an equal message wherever it stands between the two; false when there is none. */
  boolean receiveInAnyOrder(Party sender, Party receiver, Object message) {
    Channel channel = new Channel(sender, receiver);
    ArrayDeque<Sent> queue = open.getOrDefault(channel, new ArrayDeque<>());
    Optional<Sent> found = queue.stream().filter(each -> each.message().equals(message)).findFirst();
    found.ifPresent(queue::remove);
    if (queue.isEmpty()) {
      open.remove(channel);
    }
    return found.isPresent();
  }

  /** What nobody has received, in the order in which it was sent. */
  List<Sent> left() {
    List<Sent> left = new ArrayList<>();
    open.values().forEach(left::addAll);
    left.sort(Comparator.comparingLong(Sent::number));
    return left;
  }
}
