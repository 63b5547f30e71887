package org.collegium.organization.replay;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.collegium.organization.messagelog.Landmark;
import org.collegium.organization.messagelog.LogRecord;
import org.collegium.organization.messagelog.Party;
import org.collegium.organization.messagelog.Received;
import org.collegium.organization.wire.RecordEncoder;

/** What a node of a played cluster has written, and how much of it is safe. */
final class PlayedNode {
  private final RecordEncoder encoder;
  private final List<LogRecord> log = new ArrayList<>();
  private final Map<Party, Integer> incarnations = new HashMap<>();
  private int flushed;
  private int processes;

  PlayedNode(RecordEncoder encoder) {
    this.encoder = encoder;
    begin();
  }

  List<LogRecord> log() {
    return log;
  }

  int process() {
    return processes;
  }

  int next(Party party) {
    return incarnations.merge(party, 1, Integer::sum);
  }

  void flush() {
    flushed = log.size();
  }

  void append(Party receiver, int incarnation, long sequence, Object message) {
    log.add(encoder.apply(new Received(receiver, incarnation, sequence, message)));
  }

  private void begin() {
    processes++;
    append(Party.NODE, processes, 1, new Landmark.Began(processes));
  }

  /** What the process had not flushed may be gone; the next one counts on from what is left. */
  void kill(SplittableRandom random) {
    int kept = flushed + random.nextInt(log.size() - flushed + 1);
    log.subList(kept, log.size()).clear();
    incarnations.clear();
    log.forEach(record -> incarnations.merge(record.receiver(), record.incarnation(), Integer::max));
    begin();
  }
}
