package org.collegium.organization.wire;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import org.collegium.agents.core.AgentMessage;
import org.collegium.agents.proto.AgentMessageProto;
import org.collegium.agents.wire.AgentsWire;
import org.collegium.agents.world.WorldMessage;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostRequest;
import org.collegium.modelhost.wire.ModelHostWire;
import org.collegium.modelhost.wire.WireException;
import org.collegium.organization.messagelog.Landmark;
import org.collegium.organization.rounds.OrchestratorMessage;

/**
 * Every message that the log keeps: its manifest and its bytes. The first letter of a manifest says who is told:
 * {@code a} an agent, {@code w} a world, {@code o} an orchestrator, {@code q} the model host, {@code r} who asked it;
 * {@code l} is a landmark, which no core is told.
 */
public final class MessageWire {
  // What was sent was checked where it was received; a log must be able to show a summary over budget.
  private static final AgentsWire AGENTS = AgentsWire.unbudgeted();
  private static final OrganizationWire ORGANIZATION = new OrganizationWire(AGENTS);

  /** Field number and wire type (2: bytes behind their length) as Protobuf packs them. */
  private static final byte HOST_ANSWERED_TAG = (AgentMessageProto.HOST_ANSWERED_FIELD_NUMBER << 3) | 2;

  private MessageWire() {}

  /** The manifest of a message. */
  public static String manifest(Object message) {
    return switch (message) {
      case AgentMessage.Assigned _ -> "aa";
      case AgentMessage.Told _ -> "at";
      case AgentMessage.HostAnswered _ -> "ah";
      case AgentMessage.Observed _ -> "ao";
      case AgentMessage.EpisodeLost _ -> "ae";
      case AgentMessage.RetryDue _ -> "ar";
      case WorldMessage.Open _ -> "wo";
      case WorldMessage.Act _ -> "wa";
      case WorldMessage.Leave _ -> "wl";
      case OrchestratorMessage.Begin _ -> "ob";
      case OrchestratorMessage.Reported _ -> "or";
      case OrchestratorMessage.AgentFailed _ -> "of";
      case OrchestratorMessage.NodeFailed _ -> "on";
      case OrchestratorMessage.StopRequested _ -> "os";
      case Landmark.Began _ -> "lb";
      case Landmark.Recovered _ -> "lr";
      case Landmark.Merged _ -> "lm";
      case HostRequest request -> ModelHostWire.manifest(request);
      case HostReply reply -> ModelHostWire.manifest(reply);
      default -> throw new IllegalArgumentException("no manifest for " + message.getClass().getName());
    };
  }

  /** The bytes of a message. */
  public static ByteString bytes(Object message) {
    return switch (message) {
      case AgentMessage toAgent -> AGENTS.encode(toAgent).toByteString();
      case WorldMessage toWorld -> AGENTS.encode(toWorld).toByteString();
      case OrchestratorMessage toOrchestrator -> ORGANIZATION.encode(toOrchestrator).toByteString();
      case Landmark landmark -> LandmarkWire.encode(landmark).toByteString();
      case HostRequest request -> ModelHostWire.encode(request).toByteString();
      case HostReply reply -> ModelHostWire.encode(reply).toByteString();
      default -> throw new IllegalArgumentException("no wire form for " + message.getClass().getName());
    };
  }

  /** Whether a manifest is that of a landmark, which no core receives. */
  public static boolean isLandmark(String manifest) {
    return manifest.charAt(0) == 'l';
  }

  /**
   * Whether a payload is what telling an agent the host's reply gives, without reading either.
   *
   * @param told payload of manifest {@code ah}
   * @param reply bytes of the reply
   */
  public static boolean isAnswer(ByteString told, ByteString reply) {
    if (told.size() != CodedOutputStream.computeBytesSize(AgentMessageProto.HOST_ANSWERED_FIELD_NUMBER, reply)) {
      return false;
    }
    int at = 1;
    int rest = reply.size();
    boolean isHead = told.byteAt(0) == HOST_ANSWERED_TAG;
    while ((rest & ~0x7f) != 0) {
      isHead &= told.byteAt(at) == (byte) ((rest & 0x7f) | 0x80);
      rest >>>= 7;
      at++;
    }
    return isHead && told.byteAt(at) == rest && told.substring(at + 1).equals(reply);
  }

  /**
   * A message from its bytes.
   *
   * @throws WireException when they are no such message, or another one than the manifest says
   */
  public static Object messageOf(String manifest, ByteString payload) {
    byte[] bytes = payload.toByteArray();
    Object message =
        switch (manifest.charAt(0)) {
          case 'a' -> AGENTS.agentMessageOf(bytes);
          case 'w' -> AGENTS.worldMessageOf(bytes);
          case 'o' -> ORGANIZATION.messageOf(bytes);
          case 'l' -> LandmarkWire.landmarkOf(bytes);
          case 'q' -> ModelHostWire.requestOf(manifest, bytes);
          case 'r' -> ModelHostWire.replyOf(manifest, bytes);
          default -> throw new WireException("unknown manifest " + manifest);
        };
    if (!manifest(message).equals(manifest)) {
      throw new WireException("bytes of manifest " + manifest + " hold a message of manifest " + manifest(message));
    }
    return message;
  }
}
