package org.collegium.organization.replay;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
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
 * One organization's part of the replay of a merged log. For one thread.
 *
 * <p>Nodes die, messages between them are lost and sent again, and a record may stand before its cause. So each life
 * (one incarnation of one receiver) is replayed on its own, with a core of its own. A record is given when an equal
 * message was sent by any life of its sender, ever; a life begins when any life of its receiver has committed the state
 * that it recovered. What was sent and committed only grows, so whoever is given something first, the same comes out,
 * and only a life whose cause is not there waits.
 *
 * <p>What a node had not yet written when it was killed is missing. Mostly it was done again, with equal bytes, because
 * every core is deterministic; {@link LostCauses} deals with the rest.
 */
final class MergedReplay implements OrganizationReplay {
  /** A cause is looked for in what was lost when the log has gone on for so many rounds. */
  private static final int ROUNDS_UNTIL_LOST = 3;

  private final String organization;
  private final ReplayScope scope;
  private final RunCores runCores;
  private final ReportedOnce reports = new ReportedOnce();
  private final CommittedStates committed;
  private final SequencedSet<Party> stirred = new LinkedHashSet<>();
  private final SentMessages sent = new SentMessages(stirred::add);
  private final SortedMap<Party, List<MergedLife>> lives = new TreeMap<>();
  private final LostCauses lost;
  private Optional<Found> found = Optional.empty();
  private long messages;
  private long effects;
  private int roundReached;

  MergedReplay(String organization, RunCores cores, InitialStates initial, ReplayScope scope) {
    this.organization = organization;
    this.scope = scope;
    this.runCores = cores;
    this.committed = new CommittedStates(initial);
    this.lost = new LostCauses(sent, cores, this::livesOf);
  }

  @Override
  public void take(Numbered numbered) {
    LogRecord record = numbered.record();
    if (found.isPresent()
        || record.receiver().equals(Party.NODE)
        || (scope.isCauseBeyond(record) && !scope.isGiven(record))) {
      return;
    }
    if (record.round() > roundReached) {
      roundReached = record.round();
      supposeLost(roundReached - ROUNDS_UNTIL_LOST);
    }
    MergedLife life = life(record);
    if (scope.isGiven(record) && !life.count(record)) {
      differ(numbered, "a record is missing before it, or it stands in the wrong place");
    } else if (MessageWire.isLandmark(record.manifest())) {
      pass(life, numbered);
    } else {
      life.waiting.add(numbered);
      stirred.add(life.party());
    }
    run();
  }

  private List<MergedLife> livesOf(Party party) {
    return lives.getOrDefault(party, List.of());
  }

  private MergedLife life(LogRecord record) {
    List<MergedLife> own = lives.computeIfAbsent(record.receiver(), _ -> new ArrayList<>());
    while (own.size() < record.incarnation()) {
      MergedLife begun =
          new MergedLife(record.receiver(), own.size() + 1, new Cores(runCores, committed, sent, reports));
      if (!scope.isGiven(record)) {
        // Nothing is given to it, so it matters not with what it begins.
        begun.stand();
      }
      own.add(begun);
    }
    return own.get(record.incarnation() - 1);
  }

  private void pass(MergedLife life, Numbered numbered) {
    Object landmark = MessageWire.messageOf(numbered.record().manifest(), numbered.record().payload());
    if (!(landmark instanceof Landmark.Recovered recovered) || !MergedLife.keepsState(life.party())) {
      differ(numbered, "cannot be replayed: " + landmark + " in the life of one who keeps no state");
    } else if (life.recovered().isPresent()) {
      differ(numbered, "began a second time in one incarnation");
    } else {
      messages++;
      life.recovers(numbered, recovered);
      stirred.add(life.party());
    }
  }

  /** Gives whatever can be given. */
  private void run() {
    while (!stirred.isEmpty() && found.isEmpty()) {
      for (MergedLife life : List.copyOf(livesOf(stirred.removeFirst()))) {
        goOn(life);
      }
    }
  }

  private void goOn(MergedLife life) {
    if (!life.isStanding()
        && life.recovered().filter(state -> committed.begin(life.cores(), life.party(), state)).isPresent()) {
      life.stand();
    }
    while (life.isStanding() && !life.waiting.isEmpty() && found.isEmpty() && tryToGive(life)) {
      life.waiting.removeFirst();
    }
  }

  private boolean tryToGive(MergedLife life) {
    Numbered numbered = life.waiting.getFirst();
    try {
      Optional<Object> message = caused(life, numbered);
      message.filter(_ -> scope.isGiven(numbered.record())).ifPresent(each -> give(life, numbered, each));
      return message.isPresent();
    } catch (RuntimeException e) {
      differ(numbered, "cannot be replayed: " + e);
      return false;
    }
  }

  /** The recorded message if its cause has been seen. */
  private Optional<Object> caused(MergedLife life, Numbered numbered) {
    LogRecord record = numbered.record();
    if (scope.isCauseBeyond(record)) {
      return Optional.of(MessageWire.messageOf(record.manifest(), record.payload()));
    }
    Optional<Object> message = sent.received(record);
    if (message.isPresent()) {
      effects++;
      return message;
    }
    return Optional.of(MessageWire.messageOf(record.manifest(), record.payload()))
        .filter(each -> isCausedElsewhere(life, each));
  }

  /** Whether what no core sends has its cause. */
  private boolean isCausedElsewhere(MergedLife life, Object message) {
    return switch (message) {
      case OrchestratorMessage.Begin _, OrchestratorMessage.StopRequested _, OrchestratorMessage.NodeFailed _ -> true;
      // A host refuses at the door what it does not let in.
      case HostReply.Refused refused -> counted(sent.isRequested(refused));
      case HostReply reply -> counted(sent.isAsked(life.party(), life.incarnation(), reply));
      default -> false;
    };
  }

  private boolean counted(boolean isThere) {
    effects += isThere ? 1 : 0;
    return isThere;
  }

  private void give(MergedLife life, Numbered numbered, Object message) {
    messages++;
    LogRecord record = numbered.record();
    switch (message) {
      case AgentMessage toAgent -> life.cores().give(life.party(), toAgent, record);
      case WorldMessage toWorld -> life.cores().give(life.party(), toWorld, record);
      case OrchestratorMessage toOrchestrator -> life.cores().give(life.party(), toOrchestrator, record);
      case HostRequest request -> sent.asked(life.party(), life.incarnation(), request);
      case HostReply reply -> {
        if (!sent.answered(reply, record.payload())) {
          differ(numbered, "the model host had answered " + reply.requestId() + " otherwise before");
        }
        life.cores().give(life.party(), reply, record);
      }
      default -> throw new IllegalArgumentException("nobody is told a " + message.getClass().getSimpleName());
    }
    reports.contradiction().ifPresent(problem -> differ(numbered, problem));
    if (MergedLife.keepsState(life.party()) && livesOf(life.party()).size() > 1) {
      // It may have committed what another life of it begins with.
      stirred.add(life.party());
    }
  }

  /** Goes on with what waits since before a round and whose cause was lost with the node that had recorded it. */
  private void supposeLost(int round) {
    boolean moved = true;
    while (moved && found.isEmpty()) {
      moved = false;
      for (List<MergedLife> own : List.copyOf(lives.values())) {
        for (MergedLife life : own) {
          moved |= isBefore(life, round) && scope.isGiven(life.waiting.getFirst().record()) && supposeLost(life);
        }
      }
      run();
    }
  }

  private static boolean isBefore(MergedLife life, int round) {
    return life.isStanding() && !life.waiting.isEmpty() && life.waiting.getFirst().record().round() <= round;
  }

  private boolean supposeLost(MergedLife life) {
    Numbered numbered = life.waiting.getFirst();
    Optional<Object> message = lost.suppose(numbered.record());
    message.ifPresent(each -> {
      life.waiting.removeFirst();
      give(life, numbered, each);
      stirred.add(life.party());
    });
    return message.isPresent();
  }

  private void differ(Numbered numbered, String text) {
    found = found.or(() -> Optional.of(Found.at(numbered, text)));
  }

  @Override
  public Optional<Found> found() {
    return found;
  }

  @Override
  public Optional<AgentState> committed(Party agent, int round) {
    return committed.agent(agent, round).reversed().stream().findFirst();
  }

  @Override
  public Optional<OrchestratorState> committed(int round) {
    return committed.orchestrator(Party.orchestrator(organization), round).reversed().stream().findFirst();
  }

  @Override
  public AgentState agent(Party agent) {
    return standing(agent).map(life -> life.cores().agent(agent)).orElseGet(() -> committed.initialAgent(agent));
  }

  @Override
  public WorldState world(Party world) {
    return standing(world).map(life -> life.cores().world(world)).orElse(WorldState.EMPTY);
  }

  @Override
  public OrchestratorState orchestrator() {
    Party party = Party.orchestrator(organization);
    return standing(party)
        .map(life -> life.cores().orchestrator(party))
        .orElseGet(() -> committed.initialOrchestrator(party));
  }

  /** The last life that has begun. */
  private Optional<MergedLife> standing(Party party) {
    return livesOf(party).reversed().stream().filter(MergedLife::isStanding).findFirst();
  }

  @Override
  public OrganizationResult end(Optional<RunOutcome> expected) {
    supposeLost(Integer.MAX_VALUE);
    MergedEnd end = new MergedEnd(organization, scope, sent, committed, lives);
    return new OrganizationResult(
        organization,
        messages,
        effects,
        lost.count(),
        found.or(() -> end.difference(expected)),
        end.standing(),
        end.finish());
  }
}
