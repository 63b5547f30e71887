package org.collegium.organization.wire;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.collegium.agents.core.AgentMessage;
import org.collegium.agents.core.AgentSettings;
import org.collegium.agents.identity.AgentId;
import org.collegium.agents.world.WorldMessage;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostRequest;
import org.collegium.organization.messagelog.Landmark;
import org.collegium.organization.messagelog.LogRecord;
import org.collegium.organization.messagelog.Party;
import org.collegium.organization.messagelog.Received;
import org.collegium.organization.orchestrator.OrganizationSettings;
import org.collegium.organization.rounds.OrchestratorMessage;
import org.collegium.organization.run.RunPlan;

/** Makes a record of a message: who sent it, of which organization and round it is, its bytes. */
public final class RecordEncoder implements Function<Received, LogRecord> {
  private static final Place NOWHERE = new Place(0, "");

  private final Map<String, Party> worldOfAgent = new HashMap<>();

  /** Where in a run; the step may be empty. */
  private record Place(int round, String step) {}

  /** Learns from the plan which agent acts upon which world. */
  public RecordEncoder(RunPlan plan) {
    for (OrganizationSettings organization : plan.organizations()) {
      for (AgentSettings agent : organization.agents()) {
        worldOfAgent.put(agent.id().value(), Party.of(agent.world()));
      }
    }
  }

  @Override
  public LogRecord apply(Received received) {
    Object message = received.message();
    Party sender = sender(received.receiver(), message);
    Place place = place(message);
    return new LogRecord(
        received.receiver(),
        received.incarnation(),
        received.sequence(),
        sender,
        organization(received.receiver(), sender),
        place.round(),
        place.step(),
        MessageWire.manifest(message),
        MessageWire.bytes(message));
  }

  /** The round that a message belongs to, as its record says; 0 when it is of none. */
  public static int roundOf(Object message) {
    return place(message).round();
  }

  /** Where in its round a message belongs, as its record says; may be empty. */
  public static String stepOf(Object message) {
    return place(message).step();
  }

  private Party sender(Party receiver, Object message) {
    return switch (message) {
      case AgentMessage.Assigned _ -> Party.orchestrator(AgentId.parse(receiver.id()).organization());
      case AgentMessage.Told told -> Party.of(told.from());
      case AgentMessage.HostAnswered _, HostReply _ -> new Party(Party.Kind.MODEL_HOST, receiver.id());
      case AgentMessage.Observed _, AgentMessage.EpisodeLost _ ->
          worldOfAgent.getOrDefault(receiver.id(), Party.NODE);
      case AgentMessage.RetryDue _ -> receiver;
      case WorldMessage toWorld -> Party.of(toWorld.agent());
      case HostRequest request -> new Party(Party.Kind.AGENT, request.pair().value());
      case OrchestratorMessage.Reported reported -> Party.of(reported.report().agent());
      case OrchestratorMessage.AgentFailed failed -> Party.of(failed.agent());
      case OrchestratorMessage _, Landmark _ -> Party.NODE;
      default -> throw new IllegalArgumentException("nobody sends a " + message.getClass().getName());
    };
  }

  private static String organization(Party receiver, Party sender) {
    return switch (receiver.kind()) {
      case ORCHESTRATOR -> receiver.id();
      case AGENT, MODEL_HOST -> AgentId.parse(receiver.id()).organization();
      case WORLD -> AgentId.parse(sender.id()).organization();
      case NODE -> "";
    };
  }

  private static Place place(Object message) {
    return switch (message) {
      case AgentMessage.Assigned assigned -> new Place(assigned.round(), "");
      case AgentMessage.Told told -> new Place(told.round(), "");
      case AgentMessage.HostAnswered answered -> placeOf(answered.reply().requestId(), "");
      case AgentMessage.Observed observed -> placeOf(observed.episode(), "/s" + observed.step());
      case AgentMessage.EpisodeLost lost -> placeOf(lost.episode(), "/s" + lost.step());
      case AgentMessage.RetryDue due -> placeOf(due.requestId(), "");
      case WorldMessage.Act act -> placeOf(act.episode(), "/s" + act.step());
      case WorldMessage toWorld -> placeOf(toWorld.episode(), "");
      case HostRequest request -> placeOf(request.requestId(), "");
      case HostReply reply -> placeOf(reply.requestId(), "");
      case OrchestratorMessage.Reported reported -> new Place(reported.report().round(), "");
      case Landmark.Recovered recovered -> new Place(recovered.round(), "");
      default -> NOWHERE;
    };
  }

  /** Reads {@code dual/3/agent-1/r4/t2/e0/s1/act} and {@code r4/t2/e0}: round 4, then where in it. */
  private static Place placeOf(String path, String more) {
    int at = path.startsWith("r") ? 0 : path.indexOf("/r") + 1;
    while (at >= 0 && at < path.length()) {
      int end = at + 1;
      int round = 0;
      while (end < path.length() && Character.isDigit(path.charAt(end)) && end - at < 9) {
        round = 10 * round + Character.digit(path.charAt(end), 10);
        end++;
      }
      if (path.charAt(at) == 'r' && end > at + 1 && (end == path.length() || path.charAt(end) == '/')) {
        return new Place(round, end == path.length() ? more : path.substring(end + 1) + more);
      }
      int next = path.indexOf("/r", at);
      at = next < 0 ? -1 : next + 1;
    }
    return NOWHERE;
  }
}
