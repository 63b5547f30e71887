package org.collegium.organization.wire;

import static org.collegium.modelhost.wire.WireBounds.TEXT_CHARACTERS_MAX;
import static org.collegium.modelhost.wire.WireBounds.name;
import static org.collegium.modelhost.wire.WireBounds.text;
import static org.collegium.modelhost.wire.WireBounds.unknown;

import org.collegium.agents.identity.AgentId;
import org.collegium.agents.wire.AgentsWire;
import org.collegium.modelhost.wire.WireBounds;
import org.collegium.organization.proto.AgentFailedProto;
import org.collegium.organization.proto.BeginProto;
import org.collegium.organization.proto.NodeFailedProto;
import org.collegium.organization.proto.OrchestratorMessageProto;
import org.collegium.organization.proto.StopRequestedProto;
import org.collegium.organization.rounds.OrchestratorMessage;

/** What orchestrators are told, as Protobuf. Equal messages give equal bytes. */
public final class OrganizationWire {
  private final AgentsWire agents;

  /** Reports are decoded by the given codec, which knows the bound on a summary. */
  public OrganizationWire(AgentsWire agents) {
    this.agents = agents;
  }

  /** A message as Protobuf. */
  public OrchestratorMessageProto encode(OrchestratorMessage message) {
    OrchestratorMessageProto.Builder encoded = OrchestratorMessageProto.newBuilder();
    return switch (message) {
      case OrchestratorMessage.Begin _ -> encoded.setBegin(BeginProto.getDefaultInstance()).build();
      case OrchestratorMessage.Reported reported -> encoded.setReported(agents.encode(reported.report())).build();
      case OrchestratorMessage.AgentFailed failed ->
          encoded
              .setAgentFailed(
                  AgentFailedProto.newBuilder()
                      .setAgent(failed.agent().value())
                      .setReason(shortened(failed.reason())))
              .build();
      case OrchestratorMessage.NodeFailed failed ->
          encoded.setNodeFailed(NodeFailedProto.newBuilder().setReason(shortened(failed.reason()))).build();
      case OrchestratorMessage.StopRequested _ ->
          encoded.setStopRequested(StopRequestedProto.getDefaultInstance()).build();
    };
  }

  /**
   * A message from Protobuf.
   *
   * @throws org.collegium.modelhost.wire.WireException when a field is out of bounds
   */
  public OrchestratorMessage decode(OrchestratorMessageProto message) {
    return switch (message.getBodyCase()) {
      case BEGIN -> new OrchestratorMessage.Begin();
      case REPORTED -> new OrchestratorMessage.Reported(agents.decode(message.getReported()));
      case AGENT_FAILED ->
          new OrchestratorMessage.AgentFailed(
              AgentId.parse(name("failed.agent", message.getAgentFailed().getAgent())),
              text("failed.reason", message.getAgentFailed().getReason(), TEXT_CHARACTERS_MAX));
      case NODE_FAILED ->
          new OrchestratorMessage.NodeFailed(
              text("failed.reason", message.getNodeFailed().getReason(), TEXT_CHARACTERS_MAX));
      case STOP_REQUESTED -> new OrchestratorMessage.StopRequested();
      case BODY_NOT_SET -> throw unknown("orchestrator message", message.getBodyCase());
    };
  }

  /** A message from bytes. */
  public OrchestratorMessage messageOf(byte[] bytes) {
    return decode(WireBounds.parse("orchestrator message", OrchestratorMessageProto.parser(), bytes));
  }

  /** A reason is for people; one that is too long for the reader is cut rather than lost. */
  private static String shortened(String reason) {
    return reason.length() <= TEXT_CHARACTERS_MAX ? reason : reason.substring(0, TEXT_CHARACTERS_MAX);
  }
}
