package org.collegium.organization.replay;

import com.google.protobuf.ByteString;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.collegium.agents.core.AgentMessage;
import org.collegium.organization.messagelog.LogRecord;
import org.collegium.organization.messagelog.Party;
import org.collegium.organization.wire.MessageWire;

/**
 * What the cores sent and nobody has received yet, in the order of each pair of sender and receiver: that is the order
 * in which actors deliver. Between different senders there is no order.
 */
final class Ledger implements Outbox {
  private final Map<Channel, ArrayDeque<Sent>> open = new LinkedHashMap<>();
  private long sent;

  private record Channel(Party sender, Party receiver) {}

  /**
   * A message on its way.
   *
   * @param number in the order of all that was sent
   * @param reply bytes of the answer that is handed on; empty when the message is another one
   * @param cause what made the sender send it
   */
  record Sent(long number, Party receiver, Object message, ByteString reply, LogRecord cause) {
    /** Whether a record is of this very message, by its bytes: equal messages, and only those, have equal bytes. */
    boolean isRecordedIn(LogRecord record) {
      if (!MessageWire.manifest(message).equals(record.manifest())) {
        return false;
      }
      return reply.isEmpty()
          ? MessageWire.bytes(message).equals(record.payload())
          : MessageWire.isAnswer(record.payload(), reply);
    }
  }

  @Override
  public void send(Party sender, Party receiver, Object message, LogRecord cause) {
    add(sender, receiver, message, ByteString.EMPTY, cause);
  }

  @Override
  public void handOn(Party sender, Party receiver, AgentMessage.HostAnswered message, LogRecord cause) {
    add(sender, receiver, message, cause.payload(), cause);
  }

  private void add(Party sender, Party receiver, Object message, ByteString reply, LogRecord cause) {
    sent++;
    open.computeIfAbsent(new Channel(sender, receiver), channel -> new ArrayDeque<>())
        .add(new Sent(sent, receiver, message, reply, cause));
  }

  /** What the receiver must get next from the sender. */
  Optional<Sent> next(Party sender, Party receiver) {
    return Optional.ofNullable(open.get(new Channel(sender, receiver))).map(ArrayDeque::peek);
  }

  /** Takes out what {@link #next} showed. */
  void receive(Party sender, Party receiver) {
    open.getOrDefault(new Channel(sender, receiver), new ArrayDeque<>()).remove();
  }

  /** Takes out an equal message wherever it stands between the two; false when there is none. */
  boolean receiveInAnyOrder(Party sender, Party receiver, Object message) {
    ArrayDeque<Sent> queue = open.getOrDefault(new Channel(sender, receiver), new ArrayDeque<>());
    Optional<Sent> found = queue.stream().filter(each -> each.message().equals(message)).findFirst();
    found.ifPresent(queue::remove);
    return found.isPresent();
  }

  /** Loses all between the two: timers of one who begins again, for example. */
  void lose(Party sender, Party receiver) {
    open.remove(new Channel(sender, receiver));
  }

  /** Loses all that is under way: the process is gone. */
  void loseAll() {
    open.clear();
  }

  /** What nobody has received, in the order in which it was sent. */
  List<Sent> left() {
    List<Sent> left = new ArrayList<>();
    open.values().forEach(left::addAll);
    left.sort(Comparator.comparingLong(Sent::number));
    return left;
  }
}
