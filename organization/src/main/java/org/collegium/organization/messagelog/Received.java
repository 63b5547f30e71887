package org.collegium.organization.messagelog;

/**
 * One message on its way to the log.
 *
 * @param message an immutable record of one of the modules' protocols; it becomes Protobuf on the writer's thread
 */
public record Received(Party receiver, int incarnation, long sequence, Object message)
    implements LogItem {}
