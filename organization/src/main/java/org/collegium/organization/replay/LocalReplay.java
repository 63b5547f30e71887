package org.collegium.organization.replay;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.collegium.agents.core.AgentMessage;
import org.collegium.agents.core.AgentState;
import org.collegium.agents.world.WorldMessage;
import org.collegium.agents.world.WorldState;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostRequest;
import org.collegium.organization.messagelog.Landmark;
import org.collegium.organization.messagelog.LogRecord;
import org.collegium.organization.messagelog.Party;
import org.collegium.organization.rounds.InitialStates;
import org.collegium.organization.rounds.OrchestratorMessage;
import org.collegium.organization.rounds.OrchestratorState;
import org.collegium.organization.rounds.RunCores;
import org.collegium.organization.run.RunOutcome;
import org.collegium.organization.wire.MessageWire;

/**
 * One organization's part of the replay of one node's log: no message crosses from one to another. For one thread.
 *
 * <p>A record is given to its receiver when its cause is there: a message that the sender's core has sent, the next one
 * between the two. The log of one node stands in such an order from the first record to the last. Should a cause come
 * later, its receiver waits, and only it.
 *
 * <p>Messages that the process itself sends (begin, stop, failures of machinery) have no cause in the log. The model
 * host has no core; its boundary has recorded each request and each answer given, and both are compared.
 */
final class LocalReplay implements OrganizationReplay {
  private final String organization;
  private final ReplayScope scope;
  private final Ledger ledger = new Ledger();
  private final ReportedOnce reports = new ReportedOnce();
  private final KeptStates kept;
  private final Cores cores;
  private final Map<Party, Receiver> receivers = new LinkedHashMap<>();
  private final SortedMap<Party, Receiver> waiting = new TreeMap<>();
  private final Causes causes;
  private Optional<Found> found = Optional.empty();
  private long messages;

  LocalReplay(String organization, RunCores cores, InitialStates initial, ReplayScope scope) {
    this.organization = organization;
    this.scope = scope;
    this.causes = new Causes(scope, ledger);
    this.kept = new KeptStates(initial);
    this.cores = new Cores(cores, kept, ledger, reports);
  }

  /** Takes the next record of this organization, or one that all organizations share. */
  @Override
  public void take(Numbered numbered) {
    LogRecord record = numbered.record();
    if (found.isPresent() || (scope.isCauseBeyond(record) && !scope.isGiven(record))) {
      return;
    }
    Receiver receiver = receivers.computeIfAbsent(record.receiver(), Receiver::new);
    if (!scope.isGiven(record)) {
      // Nothing is given to it, so it matters not with what it begins.
      receiver.stand();
    }
    if (scope.isGiven(record) && !isCounted(receiver, numbered)) {
      return;
    }
    if (MessageWire.isLandmark(record.manifest())) {
      pass(receiver, numbered);
    } else if (!receiver.isStanding() || !receiver.waiting.isEmpty()) {
      hold(receiver, numbered);
    } else if (tryToGive(numbered)) {
      giveToThoseWhoWaited();
    } else if (found.isEmpty()) {
      hold(receiver, numbered);
    }
  }

  private void hold(Receiver receiver, Numbered numbered) {
    receiver.waiting.add(numbered);
    waiting.put(receiver.party(), receiver);
  }

  private void giveToThoseWhoWaited() {
    boolean moved = !waiting.isEmpty();
    while (moved && found.isEmpty()) {
      moved = false;
      for (Receiver receiver : List.copyOf(waiting.values())) {
        while (receiver.isStanding() && !receiver.waiting.isEmpty() && tryToGive(receiver.waiting.getFirst())) {
          receiver.waiting.removeFirst();
          moved = true;
        }
        if (receiver.waiting.isEmpty()) {
          waiting.remove(receiver.party());
        }
      }
    }
  }

  /** Whether the record is the next of its receiver; told as a difference when it is not. */
  private boolean isCounted(Receiver receiver, Numbered numbered) {
    LogRecord record = numbered.record();
    if (receiver.beginsAgain(record)) {
      beginAgain(receiver);
    } else if (!receiver.goesOn(record)) {
      differ(numbered, "expected message " + (receiver.sequence() + 1) + " of incarnation " + receiver.incarnation()
          + "; a record is missing or out of order");
    }
    receiver.count(record);
    return found.isEmpty();
  }

  /** A shell begins again: its timers are gone, a world's memory too, and what waited for its state was lost on it. */
  private void beginAgain(Receiver receiver) {
    if (receiver.isStanding()) {
      receiver.waiting.stream().findFirst().ifPresent(this::differAsUncaused);
    } else {
      takeAsCaused(receiver);
    }
    receiver.waiting.clear();
    waiting.remove(receiver.party());
    ledger.lose(receiver.party(), receiver.party());
    cores.forgetWorld(receiver.party());
  }

  /** What came while a state was still being read is lost with it, but somebody had sent it. */
  private void takeAsCaused(Receiver receiver) {
    for (Numbered numbered : receiver.waiting) {
      if (found.isEmpty() && !isCaused(numbered)) {
        differAsUncaused(numbered);
      }
    }
  }

  private boolean isCaused(Numbered numbered) {
    try {
      return caused(numbered).isPresent();
    } catch (RuntimeException e) {
      differ(numbered, "cannot be replayed: " + e);
      return true;
    }
  }

  private void pass(Receiver receiver, Numbered numbered) {
    switch (MessageWire.messageOf(numbered.record().manifest(), numbered.record().payload())) {
      case Landmark.Began _ -> {
        requireDelivery(numbered);
        loseWhatWasUnderWay();
      }
      case Landmark.Recovered recovered -> {
        messages++;
        kept.mismatch(receiver.party(), recovered.round(), recovered.stateHash())
            .ifPresent(problem -> differ(numbered, problem));
        if (receiver.isStanding()) {
          differ(numbered, "began a second time in one incarnation");
        }
        restore(receiver.party(), recovered.round());
        receiver.stand();
        giveToThoseWhoWaited();
      }
      case Object other -> differ(numbered, "cannot be replayed: no landmark: " + other);
    }
  }

  /** An agent or orchestrator begins again with what it had committed for a round. */
  private void restore(Party receiver, int round) {
    if (receiver.kind() == Party.Kind.AGENT) {
      kept.agent(receiver, round).ifPresent(state -> cores.begin(receiver, state));
    } else {
      kept.orchestrator(receiver, round).ifPresent(state -> cores.begin(receiver, state));
    }
  }

  /** A process that came to its end and closed the log has delivered everything; one that was killed need not have. */
  private void requireDelivery(Numbered began) {
    boolean hasEnded =
        cores.finish().filter(finish -> finish.ending() != RunOutcome.Ending.FAILED).isPresent();
    if (began.process().isBehindEndMark() && hasEnded) {
      Optional<Found> left = logEnd().undelivered();
      found =
          found.or(() -> left.map(each -> new Found(began.position(), each.organization(), each.difference())));
    }
  }

  private void loseWhatWasUnderWay() {
    for (Receiver receiver : waiting.values()) {
      if (receiver.isStanding()) {
        receiver.waiting.stream().findFirst().ifPresent(this::differAsUncaused);
      } else {
        takeAsCaused(receiver);
      }
      receiver.waiting.clear();
    }
    waiting.clear();
    causes.loseAll();
    cores.forgetWorlds();
  }

  /** False when the cause has not been seen yet, or a difference was found. */
  private boolean tryToGive(Numbered numbered) {
    try {
      Optional<Object> message = caused(numbered);
      message.filter(_ -> scope.isGiven(numbered.record())).ifPresent(each -> give(numbered.record(), each));
      reports.contradiction().ifPresent(problem -> differ(numbered, problem));
      return message.isPresent();
    } catch (RuntimeException e) {
      differ(numbered, "cannot be replayed: " + e);
      return false;
    }
  }

  private void give(LogRecord record, Object message) {
    messages++;
    kept.prove(record, message);
    switch (message) {
      case AgentMessage toAgent -> cores.give(record.receiver(), toAgent, record);
      case WorldMessage toWorld -> cores.give(record.receiver(), toWorld, record);
      case OrchestratorMessage toOrchestrator -> cores.give(record.receiver(), toOrchestrator, record);
      case HostRequest request -> causes.asked(request.requestId(), record.receiver());
      case HostReply reply -> cores.give(record.receiver(), reply, record);
      default -> throw new IllegalArgumentException("nobody is told a " + message.getClass().getSimpleName());
    }
  }

  /** The recorded message if its cause has been seen. */
  private Optional<Object> caused(Numbered numbered) {
    Causes.Cause cause = causes.of(numbered.record());
    cause.difference().ifPresent(text -> differ(numbered, text));
    return cause.message();
  }

  private LogEnd logEnd() {
    return new LogEnd(organization, scope, ledger, causes.requestsOpen(), cores, receivers);
  }

  private void differ(Numbered numbered, String text) {
    found = found.or(() -> Optional.of(Found.at(numbered, text)));
  }

  private void differAsUncaused(Numbered numbered) {
    found = found.or(() -> Optional.of(LogEnd.uncaused(numbered)));
  }

  @Override
  public Optional<Found> found() {
    return found;
  }

  @Override
  public Optional<AgentState> committed(Party agent, int round) {
    return kept.agent(agent, round);
  }

  @Override
  public Optional<OrchestratorState> committed(int round) {
    return kept.orchestrator(Party.orchestrator(organization), round);
  }

  @Override
  public AgentState agent(Party agent) {
    return cores.agent(agent);
  }

  @Override
  public WorldState world(Party world) {
    return cores.world(world);
  }

  @Override
  public OrchestratorState orchestrator() {
    return cores.orchestrator(Party.orchestrator(organization));
  }

  @Override
  public OrganizationResult end(Optional<RunOutcome> expected) {
    LogEnd end = logEnd();
    return new OrganizationResult(
        organization,
        messages,
        causes.effects(),
        0,
        found.or(() -> end.difference(expected)),
        end.standing(),
        cores.finish());
  }
}
