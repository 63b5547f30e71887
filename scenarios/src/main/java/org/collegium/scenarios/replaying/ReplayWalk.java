package org.collegium.scenarios.replaying;

import java.nio.file.Path;
import java.util.Optional;
import org.collegium.organization.messagelog.LogExtent;
import org.collegium.organization.messagelog.LogProcess;
import org.collegium.organization.messagelog.LogReader;
import org.collegium.organization.messagelog.LogRecord;
import org.collegium.organization.replay.ReplaySession;
import org.collegium.scenarios.logview.NumberedRecord;

/** Goes through a log message by message until its end, a difference, or somebody who watches has seen enough. */
public final class ReplayWalk {
  private final ReplaySession session;
  private final Watcher watcher;

  private ReplayWalk(ReplaySession session, Watcher watcher) {
    this.session = session;
    this.watcher = watcher;
  }

  /** Decides how far a walk goes. */
  public interface Watcher {
    /** Whether to stop before a message is given. */
    boolean stopsBefore(NumberedRecord next);

    /** Whether to stop behind a message that was given. */
    boolean stopsBehind(NumberedRecord given);
  }

  /** Ends the reading of a log early. */
  private static final class EnoughException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EnoughException() {
      super("the walk has stopped", null, false, false);
    }
  }

  /**
   * Walks.
   *
   * @return how far the log reaches; empty when the walk stopped before its end
   * @throws org.collegium.organization.messagelog.LogDamagedException when the log is not what was written
   */
  public static Optional<LogExtent> through(Path messages, ReplaySession session, Watcher watcher) {
    ReplayWalk walk = new ReplayWalk(session, watcher);
    try {
      return Optional.of(LogReader.visit(messages, walk::take));
    } catch (EnoughException enough) {
      return Optional.empty();
    }
  }

  private void take(LogRecord record, LogProcess process) {
    NumberedRecord numbered = new NumberedRecord(session.position() + 1, record);
    if (watcher.stopsBefore(numbered)) {
      throw new EnoughException();
    }
    session.take(record, process);
    if (session.difference().isPresent() || watcher.stopsBehind(numbered)) {
      throw new EnoughException();
    }
  }
}
