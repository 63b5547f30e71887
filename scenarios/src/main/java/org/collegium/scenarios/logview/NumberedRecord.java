package org.collegium.scenarios.logview;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import org.collegium.modelhost.wire.WireException;
import org.collegium.organization.messagelog.LogRecord;

/**
 * A record with its place in the log.
 *
 * @param position from 1
 */
public record NumberedRecord(long position, LogRecord record) {
  private static final JsonFormat.Printer CONTENTS = JsonFormat.printer().omittingInsignificantWhitespace();
  private static final int INCARNATION_SHOWN_FROM = 2;

  /** What kind of message it is. */
  public MessageKind kind() {
    return MessageKind.of(record.manifest());
  }

  /** One line: place in the log, round, receiver and its sequence number, sender, kind, place in the round, bytes. */
  public String line() {
    String life = record.incarnation() >= INCARNATION_SHOWN_FROM ? "." + record.incarnation() : "";
    String step = record.step().isEmpty() ? "" : "  " + record.step();
    return "%7d  r%-3d %s #%d%s <- %s: %s%s  (%d B)".formatted(
        position,
        record.round(),
        record.receiver(),
        record.sequence(),
        life,
        record.sender(),
        kind().word(),
        step,
        record.payload().size());
  }

  /**
   * The message as JSON, in one line, by the names of the shipped {@code .proto} files.
   *
   * @throws WireException when the payload is no such message
   */
  public String contents() {
    try {
      return CONTENTS.print(kind().message(record.payload()));
    } catch (InvalidProtocolBufferException impossible) {
      throw new WireException(record.place() + ": " + impossible.getMessage(), impossible);
    }
  }
}
