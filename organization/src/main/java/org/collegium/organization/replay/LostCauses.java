package org.collegium.organization.replay;

import java.util.ArrayList;
import java.util.List;
import org.collegium.agents.core.AgentMessage;
import org.collegium.agents.identity.WorldId;
import org.collegium.agents.world.WorldCore;
import org.collegium.agents.world.WorldEffect;
import org.collegium.agents.world.WorldMessage;
import org.collegium.agents.world.WorldState;
import org.collegium.agents.world.WorldStep;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.organization.messagelog.LogRecord;
import org.collegium.organization.messagelog.Party;
import org.collegium.organization.rounds.OrchestratorCore;
import org.collegium.organization.rounds.OrchestratorEffect;
import org.collegium.organization.rounds.OrchestratorMessage;
import org.collegium.organization.rounds.RunCores;
import org.collegium.organization.wire.MessageWire;

/**
 * What agents were told although the record of it died with a node: a killed process takes with it what it had not yet
 * written. Agents and orchestrators flush their record before anybody hears of a round, so only this can be missing:
 *
 * <ul>
 *   <li>an orchestrator that assigned the open round again: its core must do that from a state that it had committed;
 *   <li>a world: what its agent sent it, and nobody recorded, is given to its core, which must give that very answer;
 *   <li>the model host: an answer to something the agent did ask, to which no host recorded another answer. The
 *       agent's record is the only witness then, and it is counted.
 * </ul>
 */
final class LostCauses {
  private final SentMessages sent;
  private final RunCores cores;
  private final MergedLives lives;
  private final CommittedStates committed;
  private final boolean hasProcessDied;
  private long count;

  /**
   * @param hasProcessDied whether more processes than nodes took part; then a refusal that a host recorded need not be
   *     the only one of its request
   */
  LostCauses(SentMessages sent, RunCores cores, MergedLives lives, CommittedStates committed, boolean hasProcessDied) {
    this.sent = sent;
    this.cores = cores;
    this.lives = lives;
    this.committed = committed;
    this.hasProcessDied = hasProcessDied;
  }

  /** Answers of the model host that were supposed so far. */
  long count() {
    return count;
  }

  /** Whether the cause of a record can have been lost; then its message counts as sent. */
  boolean suppose(LogRecord record) {
    Object message = MessageWire.messageOf(record.manifest(), record.payload());
    boolean canBeLost =
        switch (message) {
          case AgentMessage.HostAnswered answered -> counted(isLost(record, answered.reply()));
          case AgentMessage.Assigned assigned -> isAssigned(record.sender(), record.receiver(), assigned);
          case AgentMessage.Observed seen -> isAnswer(record.sender(), record.receiver(), seen);
          default -> false;
        };
    if (canBeLost) {
      sent.send(record.sender(), record.receiver(), message, record);
    }
    return canBeLost;
  }

  private boolean counted(boolean isSupposed) {
    count += isSupposed ? 1 : 0;
    return isSupposed;
  }

  /** Whether an orchestrator that was told to begin at the end of the round before assigns this. */
  private boolean isAssigned(Party orchestrator, Party agent, AgentMessage.Assigned assigned) {
    OrchestratorCore core = cores.orchestrator(orchestrator.id());
    return committed.orchestrator(orchestrator, assigned.round() - 1).stream()
        .flatMap(state -> core.step(state.recovered(), new OrchestratorMessage.Begin()).effects().stream())
        .anyMatch(effect ->
            effect instanceof OrchestratorEffect.Assign assign
                && Party.of(assign.to()).equals(agent)
                && assign.message().equals(assigned));
  }

  private boolean isLost(LogRecord record, HostReply reply) {
    if (!sent.isRequested(reply)) {
      return false;
    }
    return reply instanceof HostReply.Refused
        ? hasProcessDied || sent.insteadOf(record).isEmpty()
        : !sent.isAnswered(reply) && sent.answered(reply, MessageWire.bytes(reply));
  }

  /** Whether the world gives this answer to what the agent sent it, from where any of its lives stopped. */
  private boolean isAnswer(Party world, Party agent, AgentMessage.Observed seen) {
    List<WorldMessage> unheard = new ArrayList<>();
    for (SentMessages.Sent each : sent.open(agent, world)) {
      if (each.message() instanceof WorldMessage message && message.episode().equals(seen.episode())) {
        unheard.add(message);
      }
    }
    WorldCore core = cores.world(new WorldId(world.id()));
    return answers(core, WorldState.EMPTY, unheard, seen)
        || lives.of(world).stream().anyMatch(life -> answers(core, life.cores().world(world), unheard, seen));
  }

  private static boolean answers(
      WorldCore core, WorldState from, List<WorldMessage> unheard, AgentMessage.Observed seen) {
    WorldState state = from;
    for (WorldMessage message : unheard) {
      WorldStep step = core.step(state, message);
      state = step.state();
      for (WorldEffect effect : step.effects()) {
        if (effect instanceof WorldEffect.Answer answer && Cores.observed(answer).equals(seen)) {
          return true;
        }
      }
    }
    return false;
  }
}
