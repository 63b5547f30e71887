package org.collegium.agents.actor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.apache.pekko.actor.testkit.typed.javadsl.LoggingTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.collegium.agents.core.AgentMessage;
import org.collegium.agents.doors.ScriptedHost;
import org.collegium.modelhost.protocol.HostReply;
import org.junit.jupiter.api.Test;

/** What an agent hears of its host while it waits for an answer. */
class WaitingTest extends AgentInManualTime {
  @Test
  void aHostThatWaitsForItsStoreIsAskedAgainUntilPatienceEnds() {
    ActorRef<AgentMessage> agent = agent(GIVE_UP);
    agent.tell(round(1));
    taken.expectMessageClass(AgentMessage.Assigned.class);
    ActorsTest.Asked first = host.receiveMessage();
    HostReply away =
        new HostReply.Refused(first.request().requestId(), HostReply.Refused.Reason.STORE_AWAY, "server is gone");
    answer(away, first);
    time.timePasses(Duration.ofMillis(251));
    taken.expectMessageClass(AgentMessage.RetryDue.class);
    ActorsTest.Asked second = host.receiveMessage();
    assertThat(second).isEqualTo(first);
    answer(away, second);
    String line = "gives up its life and begins again: the adapter store was away for 400 ms: server is gone";
    LoggingTestKit.info(line)
        .expect(
            kit.system(),
            () -> {
              time.timePasses(Duration.ofMillis(250));
              taken.expectMessageClass(AgentMessage.RetryDue.class);
              taken.expectTerminated(agent);
              return agent;
            });
    failures.expectNoMessage(Duration.ZERO);
  }

  @Test
  void anAgentWhoseHostHasItsStoreAgainGoesOn() {
    ActorRef<AgentMessage> agent = agent(GIVE_UP);
    agent.tell(round(1));
    taken.expectMessageClass(AgentMessage.Assigned.class);
    ScriptedHost script = new ScriptedHost(0);
    ActorsTest.Asked opening = host.receiveMessage();
    answer(script.answer(opening.request()), opening);
    ActorsTest.Asked save = host.receiveMessage();
    HostReply away =
        new HostReply.Refused(save.request().requestId(), HostReply.Refused.Reason.STORE_AWAY, "server is gone");
    answer(away, save);
    time.timePasses(Duration.ofMillis(251));
    taken.expectMessageClass(AgentMessage.RetryDue.class);
    answer(script.answer(save.request()), host.receiveMessage());
    reports.receiveMessage();
    time.timePasses(Duration.ofSeconds(10));
    agent.tell(round(1));
    taken.expectMessageClass(AgentMessage.Assigned.class);
  }

  private void sayItIsUnderWay(ActorRef<AgentMessage> agent, ActorsTest.Asked asked, String requestId) {
    asked.replyTo().tell(new HostReply.Refused(requestId, HostReply.Refused.Reason.UNDER_WAY, "at work"));
    // Behind this message the agent has heard it, and nothing else was recorded.
    agent.tell(round(1));
    taken.expectMessageClass(AgentMessage.Assigned.class);
  }

  @Test
  void aHostThatSaysItIsAtWorkIsNotGivenUpHoweverLongItTakesAndNobodyRecordsIt() {
    ActorRef<AgentMessage> agent = agent(GIVE_UP);
    agent.tell(round(1));
    taken.expectMessageClass(AgentMessage.Assigned.class);
    ScriptedHost script = new ScriptedHost(0);
    ActorsTest.Asked opening = host.receiveMessage();
    for (int repeat = 0; repeat < 10; repeat++) {
      time.timePasses(Duration.ofMillis(350));
      sayItIsUnderWay(agent, opening, opening.request().requestId());
    }
    answer(script.answer(opening.request()), opening);
    ActorsTest.Asked save = host.receiveMessage();
    answer(script.answer(save.request()), save);
    reports.receiveMessage();
  }

  @Test
  void aHostThatFallsSilentAfterItWasAtWorkIsGivenUp() {
    ActorRef<AgentMessage> agent = agent(GIVE_UP);
    agent.tell(round(1));
    taken.expectMessageClass(AgentMessage.Assigned.class);
    ActorsTest.Asked opening = host.receiveMessage();
    time.timePasses(Duration.ofMillis(350));
    sayItIsUnderWay(agent, opening, opening.request().requestId());
    time.timePasses(Duration.ofMillis(350));
    sayItIsUnderWay(agent, opening, "what nobody waits for");
    time.timePasses(Duration.ofMillis(151));
    taken.expectTerminated(agent);
    failures.expectNoMessage(Duration.ZERO);
  }
}
