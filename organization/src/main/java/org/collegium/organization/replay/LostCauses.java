package org.collegium.organization.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
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
import org.collegium.organization.rounds.RunCores;
import org.collegium.organization.wire.MessageWire;

/**
 * What agents were told although the record of it died with a node: a killed process takes with it what it had not yet
 * written. Agents and orchestrators flush their record before anybody hears of a round, so only two
 * kinds of senders can be missing:
 *
 * <ul>
 *   <li>a world: what its agent sent it, and nobody recorded, is given to its core, which must give that very answer;
 *   <li>the model host: an answer to something the agent did ask, to which no host recorded another answer. The
 *       agent's record is the only witness then, and it is counted.
 * </ul>
 */
final class LostCauses {
  private final SentMessages sent;
  private final RunCores cores;
  private final Function<Party, List<MergedLife>> lives;
  private long count;

  LostCauses(SentMessages sent, RunCores cores, Function<Party, List<MergedLife>> lives) {
    this.sent = sent;
    this.cores = cores;
    this.lives = lives;
  }

  /** Messages that were supposed so far. */
  long count() {
    return count;
  }

  /** The message of a record whose cause is not in the log, if it can have been lost. */
  Optional<Object> suppose(LogRecord record) {
    Object message = MessageWire.messageOf(record.manifest(), record.payload());
    boolean canBeLost =
        switch (message) {
          case AgentMessage.HostAnswered answered -> isLost(record, answered.reply());
          case AgentMessage.Observed seen -> isAnswer(record.sender(), record.receiver(), seen);
          default -> false;
        };
    count += canBeLost ? 1 : 0;
    return canBeLost ? Optional.of(message) : Optional.empty();
  }

  private boolean isLost(LogRecord record, HostReply reply) {
    if (!sent.isRequested(reply)) {
      return false;
    }
    return reply instanceof HostReply.Refused
        ? sent.insteadOf(record).isEmpty()
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
        || lives.apply(world).stream().anyMatch(life -> answers(core, life.cores().world(world), unheard, seen));
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
