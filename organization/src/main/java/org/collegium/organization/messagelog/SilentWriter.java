package org.collegium.organization.messagelog;

import java.util.concurrent.atomic.LongAdder;

/** Writes nothing: for measurements of what a log costs. */
final class SilentWriter implements LogWriter {
  private final LongAdder count = new LongAdder();

  @Override
  public void put(LogItem item) {
    switch (item) {
      case Received _ -> count.increment();
      case LogItem.Flush flush -> flush.done().complete(null);
    }
  }

  @Override
  public long recorded() {
    return count.sum();
  }

  @Override
  public int waiting() {
    return 0;
  }

  @Override
  public void close() {}
}
