package org.collegium.organization.replay;

import com.google.protobuf.ByteString;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.collegium.agents.core.AgentMessage;
import org.collegium.agents.world.WorldMessage;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostRequest;
import org.collegium.organization.messagelog.LogRecord;
import org.collegium.organization.messagelog.Party;
import org.collegium.organization.replay.Fingerprints.Fingerprint;
import org.collegium.organization.wire.MessageWire;
import org.collegium.organization.wire.RecordEncoder;

/**
 * Everything that replayed cores ever sent, by its bytes. Between nodes a message may be lost, and is sent again then;
 * so one that was sent once may have been received any number of times. Memory: 16 to 64 bytes a message, and those
 * whole that nobody has received yet.
 */
final class SentMessages implements Outbox {
  private final Fingerprints fingerprints = new Fingerprints();
  private final Map<Fingerprint, Sent> open = new LinkedHashMap<>();
  private final Consumer<Party> sentTo;

  /** A message that nobody has received yet. */
  record Sent(Party sender, Party receiver, Object message, LogRecord cause) {}

  /**
   * @param sentTo is told whom a message was sent to that had not been sent before
   */
  SentMessages(Consumer<Party> sentTo) {
    this.sentTo = sentTo;
  }

  @Override
  public void send(Party sender, Party receiver, Object message, LogRecord cause) {
    Fingerprint fingerprint =
        fingerprint(sender, receiver, MessageWire.manifest(message), MessageWire.bytes(message));
    if (message instanceof HostRequest request) {
      fingerprints.add(fingerprints.of(ByteString.EMPTY, "requested", request.requestId()));
    } else if (message instanceof WorldMessage.Act act) {
      fingerprints.add(acted(sender, act.episode(), act.step()));
    }
    if (fingerprints.add(fingerprint)) {
      open.put(fingerprint, new Sent(sender, receiver, message, cause));
      sentTo.accept(receiver);
    }
  }

  @Override
  public void handOn(Party sender, Party receiver, AgentMessage.HostAnswered message, LogRecord cause) {
    send(sender, receiver, message, cause);
  }

  /** The message of a record when it was sent, ever. */
  Optional<Object> received(MergedLife.Held held) {
    if (!has(held)) {
      return Optional.empty();
    }
    Sent first = open.remove(held.message());
    return Optional.of(
        first == null
            ? MessageWire.messageOf(held.record().manifest(), held.record().payload())
            : first.message());
  }

  /** Whether the message of a record was sent, ever. */
  boolean has(MergedLife.Held held) {
    return fingerprints.has(held.message());
  }

  /** What must have been sent that a record can be given. */
  MergedLife.Held held(Numbered numbered) {
    LogRecord record = numbered.record();
    return new MergedLife.Held(
        numbered, fingerprint(record.sender(), record.receiver(), record.manifest(), record.payload()));
  }

  private Fingerprint fingerprint(Party sender, Party receiver, String manifest, ByteString payload) {
    return fingerprints.of(
        payload, "sent", sender.kind(), sender.id(), receiver.kind(), receiver.id(), manifest);
  }

  /** Whether an agent acted in an episode in the step that its world says it does not know. */
  boolean hasActed(Party agent, AgentMessage.EpisodeLost lost) {
    return fingerprints.has(acted(agent, lost.episode(), lost.step()));
  }

  private Fingerprint acted(Party agent, String episode, int step) {
    return fingerprints.of(ByteString.EMPTY, "acted", agent.id(), episode, step);
  }

  /** A door of the model host let a request in. */
  void asked(Party door, int incarnation, HostRequest request) {
    fingerprints.add(asked(door, incarnation, request.requestId()));
  }

  /** Whether this door let the request in that a reply answers. */
  boolean isAsked(Party door, int incarnation, HostReply reply) {
    return fingerprints.has(asked(door, incarnation, reply.requestId()));
  }

  private Fingerprint asked(Party door, int incarnation, String requestId) {
    return fingerprints.of(ByteString.EMPTY, "asked", door.id(), incarnation, requestId);
  }

  /** Whether an agent asked for what a reply answers. */
  boolean isRequested(HostReply reply) {
    return fingerprints.has(fingerprints.of(ByteString.EMPTY, "requested", reply.requestId()));
  }

  /** Notes an answer of a host; false when another one was given to the same request. Refusals decide nothing. */
  boolean answered(HostReply reply, ByteString bytes) {
    boolean isFirst = fingerprints.add(answeredId(reply));
    boolean isNew = fingerprints.add(fingerprints.of(bytes, "answer", reply.requestId()));
    return isFirst || !isNew || reply instanceof HostReply.Refused;
  }

  /** Whether a host has recorded such an answer, with whatever contents. */
  boolean isAnswered(HostReply reply) {
    return fingerprints.has(answeredId(reply));
  }

  private Fingerprint answeredId(HostReply reply) {
    return fingerprints.of(
        ByteString.EMPTY, reply instanceof HostReply.Refused ? "refused" : "answered", reply.requestId());
  }

  /** What one sent to another and nobody has received, in the order of sending. */
  List<Sent> open(Party sender, Party receiver) {
    return open.values().stream()
        .filter(sent -> sent.sender().equals(sender) && sent.receiver().equals(receiver))
        .toList();
  }

  /** What was sent and not received in the place of a record. */
  Optional<Sent> insteadOf(LogRecord record) {
    return open.values().stream()
        .filter(sent ->
            sent.sender().equals(record.sender())
                && sent.receiver().equals(record.receiver())
                && MessageWire.manifest(sent.message()).equals(record.manifest())
                && RecordEncoder.roundOf(sent.message()) == record.round()
                && RecordEncoder.stepOf(sent.message()).equals(record.step()))
        .findFirst();
  }
}
