package org.collegium.organization.replay;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.collegium.agents.core.AgentMessage;
import org.collegium.agents.world.WorldMessage;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostRequest;
import org.collegium.organization.messagelog.Landmark;
import org.collegium.organization.messagelog.LogReader;
import org.collegium.organization.messagelog.LogRecord;
import org.collegium.organization.messagelog.Party;
import org.collegium.organization.rounds.OrchestratorMessage;
import org.collegium.organization.run.RunOutcome;
import org.collegium.organization.run.RunPlan;
import org.collegium.organization.wire.MessageWire;

/**
 * Proof that a run was what its log says: every core gets what it had received, in its order, and everything it sends
 * is compared with what its receiver recorded.
 *
 * <p>A record is given to its receiver when its cause is there: a message that the sender's core has sent, the next one
 * between the two. The log of one node stands in such an order from the first record to the last. In the logs of
 * several nodes a cause may come later; then its receiver waits, and only it.
 *
 * <p>Messages that the process itself sends (begin, stop, failures of machinery) have no cause in the log. The model
 * host has no core; its boundary has recorded each request and each answer given, and both are compared.
 */
public final class Replayer {
  private final Ledger ledger = new Ledger();
  private final Cores cores;
  private final RunOutcome expected;
  private final Map<Party, Count> counts = new HashMap<>();
  private final Map<Party, ArrayDeque<LogRecord>> waiting = new HashMap<>();
  private final Set<String> requestsOpen = new HashSet<>();
  private Optional<Difference> difference = Optional.empty();
  private boolean hasBegun;
  private long messages;
  private long effects;

  private record Count(int incarnation, long sequence) {
    static final Count NONE = new Count(1, 0);
  }

  private Replayer(RunPlan plan, RunOutcome expected) {
    this.cores = new Cores(plan, ledger);
    this.expected = expected;
  }

  /**
   * Replays a run.
   *
   * @param messagesFolder folder of the log's segments
   * @param plan of the run, made from its own configuration
   * @param expected what the run said of itself: its hashes and rounds must come out again
   * @throws org.collegium.organization.messagelog.LogDamagedException when the log is not what was written
   */
  public static ReplayResult replay(Path messagesFolder, RunPlan plan, RunOutcome expected) {
    Replayer replayer = new Replayer(plan, expected);
    LogReader.read(messagesFolder, replayer::take);
    return replayer.result();
  }

  private void take(LogRecord record) {
    if (difference.isPresent() || !isNextOf(record)) {
      return;
    }
    ArrayDeque<LogRecord> queue = waiting.get(record.receiver());
    if (queue != null) {
      queue.add(record);
      return;
    }
    if (tryToGive(record)) {
      giveToThoseWhoWaited();
    } else if (difference.isEmpty()) {
      waiting.computeIfAbsent(record.receiver(), receiver -> new ArrayDeque<>()).add(record);
    }
  }

  private void giveToThoseWhoWaited() {
    boolean moved = true;
    while (moved && !waiting.isEmpty()) {
      moved = false;
      for (Party receiver : new TreeSet<>(waiting.keySet())) {
        ArrayDeque<LogRecord> queue = waiting.getOrDefault(receiver, new ArrayDeque<>());
        while (!queue.isEmpty() && difference.isEmpty() && tryToGive(queue.getFirst())) {
          queue.removeFirst();
          moved = true;
        }
        if (queue.isEmpty()) {
          waiting.remove(receiver);
        }
      }
    }
  }

  private boolean isNextOf(LogRecord record) {
    Count last = counts.getOrDefault(record.receiver(), Count.NONE);
    boolean goesOn = record.incarnation() == last.incarnation() && record.sequence() == last.sequence() + 1;
    boolean beginsAgain = record.incarnation() == last.incarnation() + 1 && record.sequence() == 1;
    if (!goesOn && !beginsAgain) {
      differ(record, "expected message " + (last.sequence() + 1) + " of incarnation " + last.incarnation()
          + "; a record is missing or out of order");
      return false;
    }
    counts.put(record.receiver(), new Count(record.incarnation(), record.sequence()));
    return true;
  }

  /** False when the cause has not been seen yet, or a difference was found. */
  private boolean tryToGive(LogRecord record) {
    try {
      Object message = messageOf(record);
      if (!isCaused(record, message)) {
        return false;
      }
      if (record.sequence() == 1 && record.incarnation() > 1) {
        cores.forget(record.receiver());
      }
      messages++;
      give(record, message);
      return true;
    } catch (RuntimeException e) {
      differ(record, "cannot be replayed: " + e);
      return false;
    }
  }

  private static Object messageOf(LogRecord record) {
    return MessageWire.messageOf(record.manifest(), record.payload());
  }

  private void give(LogRecord record, Object message) {
    switch (message) {
      case AgentMessage toAgent -> cores.give(record.receiver(), toAgent, record.place());
      case WorldMessage toWorld -> cores.give(record.receiver(), toWorld, record.place());
      case OrchestratorMessage toOrchestrator -> cores.give(record.receiver(), toOrchestrator, record.place());
      case HostRequest request -> requestsOpen.add(request.requestId());
      case HostReply reply -> cores.give(record.receiver(), reply, record.place());
      case Landmark.Began _ -> hasBegun = true;
      case Landmark.Recovered _ -> {}
      default -> throw new IllegalArgumentException("nobody is told a " + message.getClass().getSimpleName());
    }
  }

  private boolean isCaused(LogRecord record, Object message) {
    return switch (message) {
      case OrchestratorMessage.Begin _, OrchestratorMessage.StopRequested _, OrchestratorMessage.NodeFailed _ -> true;
      case Landmark _ -> true;
      case AgentMessage.RetryDue due -> counted(ledger.receiveInAnyOrder(record.sender(), record.receiver(), due));
      case HostReply reply -> counted(requestsOpen.remove(reply.requestId()));
      default -> isNextBetween(record, message);
    };
  }

  private boolean isNextBetween(LogRecord record, Object message) {
    Optional<Ledger.Sent> next = ledger.next(record.sender(), record.receiver());
    if (next.isEmpty()) {
      return false;
    }
    if (!next.get().message().equals(message)) {
      differ(record, ReadableDifference.of(message, next.get().message()) + " because of " + next.get().cause());
      return false;
    }
    ledger.receive(record.sender(), record.receiver());
    return counted(true);
  }

  private boolean counted(boolean isThere) {
    if (isThere) {
      effects++;
    }
    return isThere;
  }

  private void differ(LogRecord record, String text) {
    difference = Optional.of(difference(record, text));
  }

  private static Difference difference(LogRecord record, String text) {
    return new Difference(record.receiver().toString(), record.incarnation(), record.sequence(), text);
  }

  private ReplayResult result() {
    SortedMap<String, String> hashes = new TreeMap<>();
    SortedMap<String, Integer> rounds = new TreeMap<>();
    cores.finished().forEach((organization, finish) -> {
      hashes.put(organization, finish.stateHash());
      rounds.put(organization, finish.rounds());
    });
    Optional<Difference> first =
        difference.or(this::unbegun).or(this::missing).or(this::uncaused).or(() -> otherEnding(hashes, rounds));
    return new ReplayResult(messages, effects, first, hashes, RunOutcome.finalHashOf(hashes));
  }

  private Optional<Difference> unbegun() {
    return hasBegun
        ? Optional.empty()
        : Optional.of(new Difference(Party.NODE.toString(), 1, 1, "is missing: the process that began the log"));
  }

  /** A run that failed may leave messages under way; any other has delivered all of them. */
  private Optional<Difference> missing() {
    return expected.ending() == RunOutcome.Ending.FAILED
        ? Optional.empty()
        : ledger.left().stream().filter(sent -> !waiting.containsKey(sent.receiver())).findFirst().map(this::missing);
  }

  private Difference missing(Ledger.Sent sent) {
    Count last = counts.getOrDefault(sent.receiver(), Count.NONE);
    return new Difference(
        sent.receiver().toString(),
        last.incarnation(),
        last.sequence() + 1,
        "is missing: because of " + sent.cause() + " the replayed sender sent "
            + ReadableDifference.shortened(sent.message()));
  }

  private Optional<Difference> uncaused() {
    return waiting.values().stream()
        .map(ArrayDeque::getFirst)
        .min(Comparator.comparing(LogRecord::receiver))
        .map(record ->
            difference(record, "no replayed core sent " + ReadableDifference.shortened(messageOf(record))));
  }

  private Optional<Difference> otherEnding(SortedMap<String, String> hashes, SortedMap<String, Integer> rounds) {
    for (String organization : new TreeSet<>(expected.stateHashes().keySet())) {
      String told = expected.stateHashes().getOrDefault(organization, "");
      String found = hashes.getOrDefault(organization, "none: it did not end");
      int roundsTold = expected.rounds().getOrDefault(organization, 0);
      int roundsFound = rounds.getOrDefault(organization, 0);
      if (!told.equals(found) || roundsTold != roundsFound) {
        Party orchestrator = Party.orchestrator(organization);
        Count last = counts.getOrDefault(orchestrator, Count.NONE);
        return Optional.of(
            new Difference(
                orchestrator.toString(),
                last.incarnation(),
                last.sequence(),
                "the run told state hash " + told + " after " + roundsTold + " rounds, but the replayed one is "
                    + found + " after " + roundsFound));
      }
    }
    return Optional.empty();
  }
}
