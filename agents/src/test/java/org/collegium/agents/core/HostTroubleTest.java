package org.collegium.agents.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.collegium.agents.doors.DoorDialect;
import org.collegium.agents.doors.DoorSettings;
import org.collegium.agents.doors.DoorWords;
import org.collegium.modelhost.protocol.AdapterStamp;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostRequest;
import org.junit.jupiter.api.Test;

class HostTroubleTest {
  private static final AdapterStamp POLICY = new AdapterStamp(3, "pp");
  private static final AdapterStamp WORLD = new AdapterStamp(4, "ww");
  private static final AdapterStamp OTHER = new AdapterStamp(5, "xx");

  private final AgentCore core =
      new AgentCore(DoorSettings.dual(), new DoorDialect(), new DoorWords(), AgentState::toString);
  private final Step opening = core.step(AgentState.INITIAL, AgentCoreTest.round(1));
  private final HostRequest request = ((Effect.AskHost) opening.effects().getFirst()).request();

  private AgentMessage refused(HostReply.Refused.Reason reason) {
    return new AgentMessage.HostAnswered(new HostReply.Refused(request.requestId(), reason, "because"));
  }

  @Test
  void aRefusedRequestIsAskedAgainAfterAPause() {
    Step resting = core.step(opening.state(), refused(HostReply.Refused.Reason.QUEUE_FULL));
    assertThat(resting.effects()).containsExactly(new Effect.RetryLater(request.requestId(), 1));

    Step again = core.step(resting.state(), new AgentMessage.RetryDue(request.requestId()));
    assertThat(again.effects()).containsExactly(new Effect.AskHost(request));
    assertThat(again.state().working().usage().refusals()).isEqualTo(1);
  }

  @Test
  void aRefusalOrARetryThatComesTwiceCountsOnce() {
    Step resting = core.step(opening.state(), refused(HostReply.Refused.Reason.QUEUE_FULL));
    assertThat(core.step(resting.state(), refused(HostReply.Refused.Reason.QUEUE_FULL)))
        .isEqualTo(Step.to(resting.state()));

    Step again = core.step(resting.state(), new AgentMessage.RetryDue(request.requestId()));
    assertThat(core.step(again.state(), new AgentMessage.RetryDue(request.requestId())))
        .isEqualTo(Step.to(again.state()));
  }

  @Test
  void retriesAreBounded() {
    AgentState state = opening.state();
    for (int refusal = 1; refusal <= 3; refusal++) {
      state = core.step(state, refused(HostReply.Refused.Reason.QUEUE_FULL)).state();
      state = core.step(state, new AgentMessage.RetryDue(request.requestId())).state();
    }
    Step last = core.step(state, refused(HostReply.Refused.Reason.QUEUE_FULL));

    assertThat(last.effects()).hasSize(1);
    assertThat(((Effect.Fail) last.effects().getFirst()).reason())
        .isEqualTo("round 1: the model host had no room for dual/3/agent-1/open in 4 attempts");
  }

  @Test
  void aHostWhoseStoreIsAwayIsAskedAgainHoweverOftenAndIsNotShortOfRoom() {
    AgentState state = opening.state();
    for (int refusal = 1; refusal <= 50; refusal++) {
      Step resting = core.step(state, refused(HostReply.Refused.Reason.STORE_AWAY));
      assertThat(resting.effects()).containsExactly(new Effect.RetryLater(request.requestId(), 30));
      assertThat(core.step(resting.state(), refused(HostReply.Refused.Reason.STORE_AWAY)))
          .isEqualTo(Step.to(resting.state()));
      Step again = core.step(resting.state(), new AgentMessage.RetryDue(request.requestId()));
      assertThat(again.effects()).containsExactly(new Effect.AskHost(request));
      state = again.state();
    }
    Step noRoom = core.step(state, refused(HostReply.Refused.Reason.QUEUE_FULL));
    assertThat(noRoom.effects()).containsExactly(new Effect.RetryLater(request.requestId(), 1));
  }

  @Test
  void thatARequestIsUnderWayChangesNothing() {
    assertThat(core.step(opening.state(), refused(HostReply.Refused.Reason.UNDER_WAY)))
        .isEqualTo(Step.to(opening.state()));
  }

  @Test
  void whatCanNeverBeServedEndsTheRunAndNamesThePlace() {
    for (HostReply.Refused.Reason reason :
        new HostReply.Refused.Reason[] {HostReply.Refused.Reason.INVALID, HostReply.Refused.Reason.FAILED}) {
      Step failed = core.step(opening.state(), refused(reason));
      assertThat(failed.effects())
          .containsExactly(
              new Effect.Fail(
                  DoorSettings.AGENT,
                  "round 1: the model host refused dual/3/agent-1/open (" + reason + "): because"));
      assertThat(failed.state()).isEqualTo(AgentState.INITIAL);
    }
  }

  @Test
  void aHostThatLostThePairEndsTheLifeAndChangesNothing() {
    assertThat(core.step(opening.state(), refused(HostReply.Refused.Reason.PAIR_LOST)))
        .isEqualTo(
            Step.to(
                opening.state(),
                new Effect.BeginAgain("the model host refused dual/3/agent-1/open: because")));
  }

  @Test
  void anAnswerOfTheWrongKindEndsTheRun() {
    AgentMessage odd =
        new AgentMessage.HostAnswered(
            new HostReply.Saved(request.requestId(), AdapterStamp.NONE, AdapterStamp.NONE));

    assertThat(((Effect.Fail) core.step(opening.state(), odd).effects().getFirst()).reason())
        .isEqualTo("round 1: the model host answered dual/3/agent-1/open with Saved");
  }

  private static AgentMessage answer(HostReply reply) {
    return new AgentMessage.HostAnswered(reply);
  }

  @Test
  void aHostThatLoadsOtherAdaptersThanTheAgentHasEndsTheRun() {
    AgentState kept = AgentState.INITIAL.withAdapters(POLICY, WORLD);
    Step loading = core.step(kept, AgentCoreTest.round(1));
    HostRequest load = ((Effect.AskHost) loading.effects().getFirst()).request();
    assertThat(load)
        .isEqualTo(new HostRequest.Load("dual/3/agent-1/r1/load", DoorSettings.AGENT.pair(), POLICY, WORLD));

    Step failed = core.step(loading.state(), answer(new HostReply.Opened(load.requestId(), POLICY, OTHER)));

    assertThat(failed.effects())
        .containsExactly(
            new Effect.Fail(
                DoorSettings.AGENT,
                "round 1: the model host answered dual/3/agent-1/r1/load with version 5 of the world adapter (xx),"
                    + " where the agent has version 4 (ww)"));
    assertThat(failed.state()).isEqualTo(kept);
  }

  @Test
  void aHostThatSavedOtherAdaptersThanTheAgentHasEndsTheRun() {
    AgentState kept = AgentState.INITIAL.withAdapters(POLICY, WORLD);
    AgentMessage.Assigned idle = new AgentMessage.Assigned(
        1, List.of(), List.of(), Briefing.NONE, List.of(), List.of(), List.of());
    Step loading = core.step(kept, idle);
    Step saving = core.step(
        loading.state(), answer(new HostReply.Opened("dual/3/agent-1/r1/load", POLICY, WORLD)));
    String save = ((Effect.AskHost) saving.effects().getFirst()).request().requestId();
    assertThat(save).isEqualTo("dual/3/agent-1/r1/save");

    Step failed = core.step(saving.state(), answer(new HostReply.Saved(save, OTHER, WORLD)));

    assertThat(failed.effects())
        .containsExactly(
            new Effect.Fail(
                DoorSettings.AGENT,
                "round 1: the model host answered dual/3/agent-1/r1/save with version 5 of the policy adapter (xx),"
                    + " where the agent has version 3 (pp)"));
    assertThat(core.step(saving.state(), answer(new HostReply.Saved(save, POLICY, WORLD))).effects().getFirst())
        .isInstanceOf(Effect.Commit.class);
  }

  @Test
  void whatWasNeverAskedChangesNothing() {
    AgentMessage[] strays = {
      new AgentMessage.HostAnswered(new HostReply.Opened("nobody", AdapterStamp.NONE, AdapterStamp.NONE)),
      new AgentMessage.Observed("r1/t0/e0", 0, "door opens .", 1, true),
      new AgentMessage.RetryDue("nobody"),
    };
    for (AgentMessage stray : strays) {
      assertThat(core.step(opening.state(), stray)).isEqualTo(Step.to(opening.state()));
      assertThat(core.step(AgentState.INITIAL, stray)).isEqualTo(Step.to(AgentState.INITIAL));
    }
  }

  @Test
  void aRoundThatIsAssignedBeforeTheOneAtWorkEndedIsRefused() {
    Step failed = core.step(opening.state(), AgentCoreTest.round(2));

    assertThat(((Effect.Fail) failed.effects().getFirst()).reason())
        .isEqualTo("round 1: round 2 was assigned before round 1 ended");
  }
}
