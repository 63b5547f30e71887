package org.collegium.organization.messagelog;

import java.util.concurrent.CompletableFuture;

/** What waits for a log's writer. */
sealed interface LogItem permits Received, LogItem.Flush {
  /** Everything before it is to be on the disk. */
  record Flush(CompletableFuture<Void> done) implements LogItem {}
}
