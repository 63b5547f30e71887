package org.collegium.organization.replay;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import org.collegium.agents.core.AgentMessage;
import org.collegium.agents.core.AgentState;
import org.collegium.agents.world.WorldMessage;
import org.collegium.agents.world.WorldState;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostRequest;
import org.collegium.organization.messagelog.Landmark;
import org.collegium.organization.messagelog.LogRecord;
import org.collegium.organization.messagelog.Party;
import org.collegium.organization.replay.MergedLife.Held;
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
  private final ReportedOnce reports = new ReportedOnce();
  private final CommittedStates committed;
  private final SequencedSet<Party> stirred = new LinkedHashSet<>();
  private final SentMessages sent = new SentMessages(stirred::add);
  private final MergedLives lives;
  private final LostCauses lost;
  private final List<Held> owing = new ArrayList<>();
  private Optional<Found> found = Optional.empty();
  private long messages;
  private long effects;
  private int roundReached;

  /**
   * @param merged what the log says of the logs that it was made of
   */
  MergedReplay(String organization, RunCores cores, InitialStates initial, ReplayScope scope, Landmark.Merged merged) {
    this.organization = organization;
    this.scope = scope;
    this.committed = new CommittedStates(initial);
    this.lives = new MergedLives(() -> new Cores(cores, committed, sent, reports));
    this.lost = new LostCauses(sent, cores, lives, committed, merged.processes() > merged.nodes());
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
    MergedLife life = lives.of(record.receiver(), record.incarnation());
    if (!scope.isGiven(record)) {
      // Nothing is given to it, so it matters not with what it begins.
      life.stand();
    }
    if (scope.isGiven(record) && !life.count(record)) {
      differ(numbered, "a record is missing before it, or it stands in the wrong place");
    } else if (MessageWire.isLandmark(record.manifest())) {
      pass(life, numbered);
    } else {
      life.hold(sent.held(numbered));
      stirred.add(life.party());
    }
    run();
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
      for (MergedLife life : lives.of(stirred.removeFirst())) {
        goOn(life);
      }
    }
  }

  private void goOn(MergedLife life) {
    if (!life.isStanding()
        && life.recovered().filter(state -> committed.begin(life.cores(), life.party(), state)).isPresent()) {
      life.stand();
    }
    if (life.isStanding()) {
      life.heads().forEach(head -> goOn(life, head));
    }
  }

  /** Gives what waits in one order as far as it can be given. */
  private void goOn(MergedLife life, Held first) {
    Optional<Held> head = Optional.of(first);
    while (found.isEmpty() && head.filter(each -> tryToGive(life, each)).isPresent()) {
      life.remove(head.get());
      head = life.behind(head.get());
    }
  }

  private boolean tryToGive(MergedLife life, Held head) {
    try {
      Optional<Object> message = caused(life, head);
      message.filter(_ -> scope.isGiven(head.record())).ifPresent(each -> give(life, head.numbered(), each));
      return message.isPresent();
    } catch (RuntimeException e) {
      differ(head.numbered(), "cannot be replayed: " + e);
      return false;
    }
  }

  /** The recorded message if its cause has been seen. */
  private Optional<Object> caused(MergedLife life, Held head) {
    LogRecord record = head.record();
    if (scope.isCauseBeyond(record)) {
      return Optional.of(MessageWire.messageOf(record.manifest(), record.payload()));
    }
    Optional<Object> message = sent.received(head);
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
      // A world that began again knows nothing; how much it knew may have died with its node.
      case AgentMessage.EpisodeLost lost -> counted(sent.hasActed(life.party(), lost));
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
    if (MergedLife.keepsState(life.party()) && lives.of(life.party()).size() > 1) {
      // It may have committed what another life of it begins with.
      stirred.add(life.party());
    }
  }

  /**
   * Goes on with what waits since before a round: what changes nothing is passed over, and owes its cause; then what
   * was lost with a node is found in another way.
   */
  private void supposeLost(int round) {
    boolean moved = true;
    while (moved && found.isEmpty()) {
      moved = passOver(round) || lookForLost(round);
      run();
    }
  }

  private boolean passOver(int round) {
    boolean moved = false;
    for (MergedLife life : lives.waiting()) {
      for (Held head : headsBefore(life, round)) {
        if (life.isIdle(head)) {
          messages++;
          owing.add(head);
          life.remove(head);
          stirred.add(life.party());
          moved = true;
        }
      }
    }
    return moved;
  }

  /** One at a time: what follows from it may bring the causes of others. */
  private boolean lookForLost(int round) {
    for (MergedLife life : lives.waiting()) {
      for (Held head : headsBefore(life, round)) {
        if (lost.suppose(head.record())) {
          return true;
        }
      }
    }
    return false;
  }

  private List<Held> headsBefore(MergedLife life, int round) {
    return life.heads().stream()
        .filter(head -> head.record().round() <= round && scope.isGiven(head.record()))
        .toList();
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
    return lives.standing(agent).map(life -> life.cores().agent(agent)).orElseGet(() -> committed.initialAgent(agent));
  }

  @Override
  public WorldState world(Party world) {
    return lives.standing(world).map(life -> life.cores().world(world)).orElse(WorldState.EMPTY);
  }

  @Override
  public OrchestratorState orchestrator() {
    Party party = Party.orchestrator(organization);
    return lives.standing(party)
        .map(life -> life.cores().orchestrator(party))
        .orElseGet(() -> committed.initialOrchestrator(party));
  }

  @Override
  public OrganizationResult end(Optional<RunOutcome> expected) {
    supposeLost(Integer.MAX_VALUE);
    MergedEnd end = new MergedEnd(organization, scope, sent, committed, lives, owing);
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
