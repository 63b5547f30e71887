package org.collegium.agents.wire;

import static org.collegium.modelhost.wire.WireBounds.parse;

import org.collegium.agents.core.AgentMessage;
import org.collegium.agents.core.AgentState;
import org.collegium.agents.core.Briefing;
import org.collegium.agents.core.RoundReport;
import org.collegium.agents.core.Summary;
import org.collegium.agents.proto.AgentMessageProto;
import org.collegium.agents.proto.AgentStateProto;
import org.collegium.agents.proto.BriefingProto;
import org.collegium.agents.proto.RoundReportProto;
import org.collegium.agents.proto.SceneProto;
import org.collegium.agents.proto.SummaryProto;
import org.collegium.agents.proto.TaskProto;
import org.collegium.agents.proto.WorldMessageProto;
import org.collegium.agents.proto.WorldStateProto;
import org.collegium.agents.world.Scene;
import org.collegium.agents.world.Task;
import org.collegium.agents.world.WorldMessage;
import org.collegium.agents.world.WorldState;
import org.collegium.modelhost.wire.WireBounds;

/**
 * The messages and states of agents and worlds as Protobuf. Equal values give equal bytes. Every {@code decode} and
 * every {@code ...Of} throws {@link org.collegium.modelhost.wire.WireException}, which names the field, for what is out
 * of bounds; a summary or a briefing over its budget above all.
 */
public final class AgentsWire {
  private final SummaryWire summaries;
  private final MessageWire messages;
  private final StateWire states;

  /**
   * With the run's budgets.
   *
   * @param summaryTokensMax most tokens of a summary that is decoded
   * @param briefingTokensMax most tokens of a briefing that is decoded
   */
  public AgentsWire(int summaryTokensMax, int briefingTokensMax) {
    this.summaries = new SummaryWire(summaryTokensMax, briefingTokensMax);
    this.messages = new MessageWire(summaries);
    this.states = new StateWire(summaries, messages);
  }

  /** For what never leaves its owner: budgets no smaller than any sequence of tokens. */
  public static AgentsWire unbudgeted() {
    return new AgentsWire(WireBounds.TOKENS_MAX, WireBounds.TOKENS_MAX);
  }

  /** What an agent is told, as a message. */
  public AgentMessageProto encode(AgentMessage message) {
    return messages.encode(message);
  }

  /** What an agent is told, from a message. */
  public AgentMessage decode(AgentMessageProto message) {
    return messages.decode(message);
  }

  /** What a world is told, as a message. */
  public WorldMessageProto encode(WorldMessage message) {
    return WorldWire.encode(message);
  }

  /** What a world is told, from a message. */
  public WorldMessage decode(WorldMessageProto message) {
    return WorldWire.decode(message);
  }

  /** A summary as a message. */
  public SummaryProto encode(Summary summary) {
    return summaries.encode(summary);
  }

  /** A summary from a message. */
  public Summary decode(SummaryProto summary) {
    return summaries.decode(summary);
  }

  /** A briefing as a message. */
  public BriefingProto encode(Briefing briefing) {
    return summaries.encode(briefing);
  }

  /** A briefing from a message. */
  public Briefing decode(BriefingProto briefing) {
    return summaries.decode(briefing);
  }

  /** A report as a message. */
  public RoundReportProto encode(RoundReport report) {
    return summaries.encode(report);
  }

  /** A report from a message. */
  public RoundReport decode(RoundReportProto report) {
    return summaries.decode(report);
  }

  /** A task as a message. */
  public TaskProto encode(Task task) {
    return WorldWire.encode(task);
  }

  /** A task from a message. */
  public Task decode(TaskProto task) {
    return WorldWire.decode(task);
  }

  /** A scene as a message. */
  public SceneProto encode(Scene scene) {
    return WorldWire.encode(scene);
  }

  /** A scene from a message. */
  public Scene decode(SceneProto scene) {
    return WorldWire.decode(scene);
  }

  /** A world's state as a message. */
  public WorldStateProto encode(WorldState state) {
    return WorldWire.encode(state);
  }

  /** A world's state from a message. */
  public WorldState decode(WorldStateProto state) {
    return WorldWire.decode(state);
  }

  /** An agent's state as a message. */
  public AgentStateProto encode(AgentState state) {
    return states.encode(state);
  }

  /** An agent's state from a message. */
  public AgentState decode(AgentStateProto state) {
    return states.decode(state);
  }

  /** What an agent is told, from bytes. */
  public AgentMessage agentMessageOf(byte[] bytes) {
    return decode(parse("agent message", AgentMessageProto.parser(), bytes));
  }

  /** What a world is told, from bytes. */
  public WorldMessage worldMessageOf(byte[] bytes) {
    return decode(parse("world message", WorldMessageProto.parser(), bytes));
  }

  /** A report from bytes. */
  public RoundReport reportOf(byte[] bytes) {
    return decode(parse("report", RoundReportProto.parser(), bytes));
  }

  /** An agent's state from bytes. */
  public AgentState agentStateOf(byte[] bytes) {
    return decode(parse("agent state", AgentStateProto.parser(), bytes));
  }

  /** A world's state from bytes. */
  public WorldState worldStateOf(byte[] bytes) {
    return decode(parse("world state", WorldStateProto.parser(), bytes));
  }
}
