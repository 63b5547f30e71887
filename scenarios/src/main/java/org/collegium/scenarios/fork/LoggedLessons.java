package org.collegium.scenarios.fork;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.collegium.modelhost.protocol.AdapterKind;
import org.collegium.modelhost.protocol.AdapterStamp;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostRequest;
import org.collegium.organization.messagelog.LogRecord;
import org.collegium.organization.messagelog.Party;
import org.collegium.organization.wire.MessageWire;

/**
 * What made the adapters of some agents what they became: the requests that opened and moved them, as the door of the
 * model host recorded them. A round that was done again after a crash counts once.
 */
final class LoggedLessons {
  private static final List<String> MANIFESTS = List.of("qo", "qp", "qw", "rl");

  private final SortedSet<String> pairs;
  private final Map<String, HostRequest> asked = new HashMap<>();
  private final SortedMap<String, Life> lives = new TreeMap<>();

  /**
   * One step in the life of a pair.
   *
   * @param kind of the adapter that it moved
   * @param stamp of that adapter afterwards
   */
  record Lesson(HostRequest request, AdapterKind kind, AdapterStamp stamp) {}

  /** The life of one pair. */
  static final class Life {
    private final List<HostRequest> opening = new ArrayList<>();
    private final List<Lesson> lessons = new ArrayList<>();
    private final Map<AdapterKind, Long> versions = new EnumMap<>(AdapterKind.class);

    /** What opened it; empty when it was not opened in this log. */
    List<HostRequest> opening() {
      return opening;
    }

    /** Lessons in order, as far as they lead up to two versions. */
    List<Lesson> upTo(AdapterStamp policy, AdapterStamp world) {
      return lessons.stream()
          .filter(lesson ->
              lesson.stamp().version() <= (lesson.kind() == AdapterKind.POLICY ? policy : world).version())
          .toList();
    }

    private void learned(HostRequest request, HostReply.Learned reply) {
      long version = reply.stamp().version();
      if (version > versions.getOrDefault(reply.kind(), 0L)) {
        versions.put(reply.kind(), version);
        lessons.add(new Lesson(request, reply.kind(), reply.stamp()));
      }
    }
  }

  /**
   * @param pairs whose lessons are kept
   */
  LoggedLessons(SortedSet<String> pairs) {
    this.pairs = pairs;
  }

  /** Takes the next record of the log. */
  void read(LogRecord record) {
    if (record.receiver().kind() != Party.Kind.MODEL_HOST
        || !MANIFESTS.contains(record.manifest())
        || !pairs.contains(record.receiver().id())) {
      return;
    }
    Life life = lives.computeIfAbsent(record.receiver().id(), _ -> new Life());
    switch (MessageWire.messageOf(record.manifest(), record.payload())) {
      case HostRequest.Open open when life.opening.isEmpty() -> life.opening.add(open);
      case HostRequest.LearnPolicy learn -> asked.put(learn.requestId(), learn);
      case HostRequest.LearnWorld learn -> asked.put(learn.requestId(), learn);
      case HostReply.Learned learned -> {
        HostRequest request = asked.remove(learned.requestId());
        if (request != null) {
          life.learned(request, learned);
        }
      }
      default -> {
        // Opened again after a crash: nothing was learned yet.
      }
    }
  }

  /** The life of a pair; one of which the log says nothing has no opening. */
  Life of(String pair) {
    return lives.getOrDefault(pair, new Life());
  }
}
