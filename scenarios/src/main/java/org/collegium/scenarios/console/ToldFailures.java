package org.collegium.scenarios.console;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.Objects;
import java.util.stream.Stream;
import org.collegium.organization.messagelog.LogFailedException;

/**
 * Keeps back what actor systems say of a log that cannot be written: every actor fails of it, and the command says once
 * what happened and how to go on. The same of an address that cannot be listened at, which ends the start of a node.
 * Named in {@code logback.xml}.
 */
public final class ToldFailures extends Filter<ILoggingEvent> {
  @Override
  public FilterReply decide(ILoggingEvent event) {
    return isOfALog(event) || isOfAnAddress(event) ? FilterReply.DENY : FilterReply.NEUTRAL;
  }

  private static boolean isOfALog(ILoggingEvent event) {
    return Stream.iterate(event.getThrowableProxy(), Objects::nonNull, IThrowableProxy::getCause)
        .anyMatch(thrown -> thrown.getClassName().equals(LogFailedException.class.getName()));
  }

  private static boolean isOfAnAddress(ILoggingEvent event) {
    return event.getLoggerName().equals("org.apache.pekko.io.TcpListener")
        && event.getFormattedMessage().startsWith("Bind failed ");
  }
}
