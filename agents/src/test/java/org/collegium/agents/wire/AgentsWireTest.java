package org.collegium.agents.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.collegium.agents.core.AgentMessage;
import org.collegium.agents.core.AgentState;
import org.collegium.agents.core.Briefing;
import org.collegium.agents.core.Figures;
import org.collegium.agents.core.RoundReport;
import org.collegium.agents.core.Summary;
import org.collegium.agents.core.Tally;
import org.collegium.agents.doors.DoorRun;
import org.collegium.agents.doors.DoorSettings;
import org.collegium.agents.identity.AgentId;
import org.collegium.agents.proto.AgentMessageProto;
import org.collegium.agents.proto.FigureProto;
import org.collegium.agents.proto.SummaryProto;
import org.collegium.agents.world.Probe;
import org.collegium.agents.world.Scene;
import org.collegium.agents.world.Task;
import org.collegium.agents.world.WorldMessage;
import org.collegium.agents.world.WorldState;
import org.collegium.modelhost.protocol.Tokens;
import org.collegium.modelhost.wire.WireException;
import org.junit.jupiter.api.Test;

class AgentsWireTest {
  private static final AgentsWire WIRE = AgentsWire.unbudgeted();
  private static final AgentsWire STRICT = new AgentsWire(3, 2);
  private static final AgentId AGENT = DoorSettings.AGENT;

  private static Summary summary(int tokens) {
    return new Summary(Tokens.of(new int[tokens]), Figures.NONE.with("success/learn", 1));
  }

  @Test
  void everyMessageComesBackEqual() {
    assertThat(RandomValues.records(AgentMessage.class)).hasSize(6);
    assertThat(RandomValues.records(WorldMessage.class)).hasSize(3);
    for (long seed = 0; seed < 50; seed++) {
      RandomValues values = new RandomValues(seed);
      for (Class<?> type : RandomValues.records(AgentMessage.class)) {
        AgentMessage message = (AgentMessage) values.value(type);
        byte[] bytes = WIRE.encode(message).toByteArray();
        assertThat(WIRE.agentMessageOf(bytes)).as("seed %d", seed).isEqualTo(message);
      }
      for (Class<?> type : RandomValues.records(WorldMessage.class)) {
        WorldMessage message = (WorldMessage) values.value(type);
        byte[] bytes = WIRE.encode(message).toByteArray();
        assertThat(WIRE.worldMessageOf(bytes)).as("seed %d", seed).isEqualTo(message);
      }
      RoundReport report = values.value(RoundReport.class);
      assertThat(WIRE.reportOf(WIRE.encode(report).toByteArray())).as("seed %d", seed).isEqualTo(report);
    }
  }

  @Test
  void everyValueAndStateComesBackEqual() {
    for (long seed = 0; seed < 50; seed++) {
      RandomValues values = new RandomValues(seed);
      Summary summary = values.value(Summary.class);
      Briefing briefing = values.value(Briefing.class);
      Task task = values.value(Task.class);
      Scene scene = values.value(Scene.class);
      AgentState state = values.value(AgentState.class);
      assertThat(WIRE.decode(WIRE.encode(summary))).as("seed %d", seed).isEqualTo(summary);
      assertThat(WIRE.decode(WIRE.encode(briefing))).as("seed %d", seed).isEqualTo(briefing);
      assertThat(WIRE.decode(WIRE.encode(task))).as("seed %d", seed).isEqualTo(task);
      assertThat(WIRE.decode(WIRE.encode(scene))).as("seed %d", seed).isEqualTo(scene);
      assertThat(WIRE.agentStateOf(WIRE.encode(state).toByteArray())).as("seed %d", seed).isEqualTo(state);
    }
  }

  @Test
  void everyStateOfALivingAgentAndItsWorldComesBackEqual() {
    DoorRun run = DoorRun.ordered(DoorSettings.dual(), new CanonicalStateHash(), 0.1);
    run.send(
        new AgentMessage.Assigned(
            1,
            List.of(
                new Task("t0", "open a", Task.Purpose.LEARN, "learn", 4),
                new Task("t1", "open d", Task.Purpose.EXAMINE, "old", 1)),
            List.of(new Probe("unseen", "suppose unseen :", "needs 3")),
            Briefing.NONE,
            List.of(),
            List.of(),
            List.of()));
    int states = 0;
    while (run.deliverOne()) {
      AgentState state = run.state();
      assertThat(WIRE.agentStateOf(WIRE.encode(state).toByteArray())).isEqualTo(state);
      WorldState world = run.worldState();
      assertThat(WIRE.worldStateOf(WIRE.encode(world).toByteArray())).isEqualTo(world);
      states++;
    }
    assertThat(states).isGreaterThan(20);
    assertThat(run.report().stateHash()).hasSize(64).matches("[0-9a-f]+");
  }

  @Test
  void aSummaryOverBudgetIsRefused() {
    assertThat(STRICT.decode(WIRE.encode(summary(3)))).isEqualTo(summary(3));
    assertThatThrownBy(() -> STRICT.decode(WIRE.encode(summary(4))))
        .isInstanceOf(WireException.class)
        .hasMessage("summary.text has 4 tokens, at most 3 are allowed");
    byte[] report = WIRE.encode(new RoundReport(AGENT, 1, summary(4), "00")).toByteArray();
    assertThatThrownBy(() -> STRICT.reportOf(report))
        .hasMessage("summary.text has 4 tokens, at most 3 are allowed");
    byte[] told = WIRE.encode(new AgentMessage.Told(AGENT, 1, summary(4))).toByteArray();
    assertThatThrownBy(() -> STRICT.agentMessageOf(told))
        .hasMessage("summary.text has 4 tokens, at most 3 are allowed");
  }

  @Test
  void aBriefingOverBudgetIsRefused() {
    byte[] assigned =
        WIRE.encode(
                new AgentMessage.Assigned(
                    1, List.of(), List.of(), new Briefing(Tokens.of(1, 2, 3)), List.of(), List.of(), List.of()))
            .toByteArray();
    assertThatThrownBy(() -> STRICT.agentMessageOf(assigned))
        .isInstanceOf(WireException.class)
        .hasMessage("briefing.text has 3 tokens, at most 2 are allowed");
  }

  @Test
  void brokenBytesAndUnknownBodiesAreRefused() {
    assertThatThrownBy(() -> WIRE.agentMessageOf(new byte[] {-1}))
        .isInstanceOf(WireException.class)
        .hasMessageStartingWith("agent message: 1 bytes are no such message");
    assertThatThrownBy(() -> WIRE.decode(AgentMessageProto.getDefaultInstance()))
        .hasMessage("agent message has no body that is known");
    FigureProto figure = FigureProto.newBuilder().setName("x").build();
    assertThatThrownBy(() -> WIRE.decode(SummaryProto.newBuilder().addFigures(figure).addFigures(figure).build()))
        .hasMessage("figure x stands twice");
  }

  @Test
  void theHashCountsMemoryButNeitherInboxNorRefusalsNorWork() {
    AgentState state = new RandomValues(5).value(AgentState.class);
    CanonicalStateHash hash = new CanonicalStateHash();
    Summary calm = new Summary(Tokens.of(1), Figures.NONE.with("success/learn", 1));
    Summary refused = new Summary(Tokens.of(1), calm.figures().plus(Figures.REFUSALS, new Tally(1, 9)));
    AgentState one = with(state, Optional.of(calm), List.of());
    AgentState other = with(state, Optional.of(refused), List.of(new AgentMessage.Told(AGENT, 3, calm)));
    AgentState third = with(state, Optional.of(summary(2)), List.of());

    assertThat(hash.of(other)).isEqualTo(hash.of(one));
    assertThat(hash.of(third)).isNotEqualTo(hash.of(one));
  }

  private static AgentState with(AgentState state, Optional<Summary> summary, List<AgentMessage.Told> inbox) {
    return new AgentState(
        state.roundDone(),
        state.policy(),
        state.world(),
        state.notes(),
        state.lessons(),
        summary,
        inbox,
        state.work());
  }
}
