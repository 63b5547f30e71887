package org.collegium.organization.messagelog;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is in one segment, by receiver and round. It is derived from the segment and kept beside it.
 *
 * @param bytes of the uncompressed segment
 * @param chainBefore of the last frame before the segment
 * @param chainAfter of its own last frame; the next segment begins with it, so both together prove that this index
 *     belongs to this very segment
 * @param ending {@link LogExtent.Ending#COMPLETE} when an end mark is its last frame
 */
public record SegmentIndex(
    int segment,
    int process,
    long recordsBefore,
    long records,
    long bytes,
    int chainBefore,
    int chainAfter,
    LogExtent.Ending ending,
    SortedMap<Party, ReceiverIndex> receivers) {

  /**
   * What of one receiver is in a segment.
   *
   * @param incarnation the last one here
   * @param sequence the last one here
   */
  public record ReceiverIndex(int incarnation, long sequence, SortedMap<Integer, RoundIndex> rounds) {}

  /**
   * One round of one receiver.
   *
   * @param bytes of the frames, heads included
   * @param firstOffset from the beginning of the uncompressed segment to the first frame
   */
  public record RoundIndex(long records, long bytes, long firstOffset) {}

  /** True when a record that passes the filter is in the segment. */
  boolean hasAny(LogFilter filter) {
    return receivers.entrySet().stream()
        .anyMatch(entry ->
            entry.getValue().rounds().keySet().stream().anyMatch(round -> filter.passes(entry.getKey(), round)));
  }

  /** Counts while a segment is written or read. For one thread. */
  static final class Builder {
    private final Map<Party, Receiver> receivers = new HashMap<>();
    private final int segment;
    private final long recordsBefore;
    private final int chainBefore;
    private long records;

    private static final class Receiver {
      private final TreeMap<Integer, Round> rounds = new TreeMap<>();
      private Round last = new Round(-1, 0);
      private int incarnation;
      private long sequence;

      private Round round(int round, long offset) {
        if (last.round != round) {
          last = rounds.computeIfAbsent(round, first -> new Round(first, offset));
        }
        return last;
      }
    }

    private static final class Round {
      private final int round;
      private final long firstOffset;
      private long records;
      private long bytes;

      private Round(int round, long firstOffset) {
        this.round = round;
        this.firstOffset = firstOffset;
      }
    }

    Builder(int segment, long recordsBefore, int chainBefore) {
      this.segment = segment;
      this.recordsBefore = recordsBefore;
      this.chainBefore = chainBefore;
    }

    void add(Party party, int incarnation, long sequence, int round, long offset, int bytes) {
      Receiver receiver = receivers.computeIfAbsent(party, first -> new Receiver());
      receiver.incarnation = incarnation;
      receiver.sequence = sequence;
      Round counted = receiver.round(round, offset);
      counted.records++;
      counted.bytes += bytes;
      records++;
    }

    SegmentIndex build(int process, long bytes, int chainAfter, LogExtent.Ending ending) {
      SortedMap<Party, ReceiverIndex> built = new TreeMap<>();
      receivers.forEach((party, receiver) -> {
        SortedMap<Integer, RoundIndex> rounds = new TreeMap<>();
        receiver.rounds.forEach((round, counted) ->
            rounds.put(round, new RoundIndex(counted.records, counted.bytes, counted.firstOffset)));
        built.put(
            party,
            new ReceiverIndex(receiver.incarnation, receiver.sequence, Collections.unmodifiableSortedMap(rounds)));
      });
      return new SegmentIndex(
          segment, process, recordsBefore, records, bytes, chainBefore, chainAfter, ending,
          Collections.unmodifiableSortedMap(built));
    }
  }
}
