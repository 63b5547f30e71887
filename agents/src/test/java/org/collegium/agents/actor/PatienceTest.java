package org.collegium.agents.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.collegium.agents.core.AgentMessage;
import org.collegium.agents.core.RoundReport;
import org.collegium.agents.doors.ScriptedHost;
import org.collegium.agents.world.Task;
import org.collegium.agents.world.WorldMessage;
import org.collegium.modelhost.protocol.HostReply;
import org.junit.jupiter.api.Test;

class PatienceTest extends AgentInManualTime {
  @Test
  void whatTheHostDoesNotAnswerIsAskedAgainAfterGrowingPausesAndNobodyRecordsIt() {
    ActorRef<AgentMessage> agent = agent(RESEND);
    agent.tell(round(1));
    taken.expectMessageClass(AgentMessage.Assigned.class);
    ActorsTest.Asked first = host.receiveMessage();
    for (long pauseMs : new long[] {400, 800, 1600, 3200, 3200}) {
      time.expectNoMessageFor(Duration.ofMillis(pauseMs - 1), host);
      time.timePasses(Duration.ofMillis(101));
      assertThat(host.receiveMessage()).isEqualTo(first);
    }
    taken.expectNoMessage(Duration.ZERO);
    ScriptedHost script = new ScriptedHost(0);
    answer(script.answer(first.request()), first);
    ActorsTest.Asked save = host.receiveMessage();
    answer(script.answer(save.request()), save);
    reports.receiveMessage();
    time.expectNoMessageFor(Duration.ofSeconds(10), host);
  }

  @Test
  void whatTheWorldDoesNotAnswerIsToldAgain() {
    ActorRef<AgentMessage> agent = agent(RESEND);
    agent.tell(round(1, new Task("t0", "open a", Task.Purpose.LEARN, "learn", 1)));
    taken.expectMessageClass(AgentMessage.Assigned.class);
    ActorsTest.Asked opening = host.receiveMessage();
    answer(new ScriptedHost(0).answer(opening.request()), opening);
    WorldMessage.Open open = world.expectMessageClass(WorldMessage.Open.class);
    time.expectNoMessageFor(Duration.ofMillis(399), world);
    time.timePasses(Duration.ofMillis(101));
    assertThat(world.receiveMessage()).isEqualTo(open);
    agent.tell(new AgentMessage.Observed(open.episode(), -1, "dark .", 0, false));
    taken.expectMessageClass(AgentMessage.Observed.class);
    host.receiveMessage();
    time.expectNoMessageFor(Duration.ofSeconds(2), world);
  }

  @Test
  void anAgentThatNobodyAnswersGivesUpItsLifeAndTheNextOneDoesTheRoundAgain() {
    ActorRef<AgentMessage> agent = agent(GIVE_UP);
    agent.tell(round(1));
    taken.expectMessageClass(AgentMessage.Assigned.class);
    ActorsTest.Asked first = host.receiveMessage();
    time.timePasses(Duration.ofMillis(399));
    agent.tell(round(1));
    taken.expectMessageClass(AgentMessage.Assigned.class);
    time.timePasses(Duration.ofMillis(102));
    taken.expectTerminated(agent);
    failures.expectNoMessage(Duration.ZERO);

    ActorRef<AgentMessage> next = agent(GIVE_UP);
    next.tell(round(1));
    taken.expectMessageClass(AgentMessage.Assigned.class);
    assertThat(host.receiveMessage().request()).isEqualTo(first.request());
  }

  @Test
  void anAgentThatIsAnsweredNowAndThenDoesNotGiveUp() {
    ActorRef<AgentMessage> agent = agent(GIVE_UP);
    agent.tell(round(1, new Task("t0", "open a", Task.Purpose.LEARN, "learn", 3)));
    taken.expectMessageClass(AgentMessage.Assigned.class);
    ActorsTest.Asked opening = host.receiveMessage();
    time.timePasses(Duration.ofMillis(390));
    answer(new ScriptedHost(0).answer(opening.request()), opening);
    for (int episode = 0; episode < 3; episode++) {
      time.timePasses(Duration.ofMillis(390));
      agent.tell(new AgentMessage.Observed("r1/t0/e" + episode, -1, "dark .", 0, false));
      taken.expectMessageClass(AgentMessage.Observed.class);
    }
    time.timePasses(Duration.ofMillis(390));
    agent.tell(round(1));
    taken.expectMessageClass(AgentMessage.Assigned.class);
  }

  @Test
  void anAgentThatWaitsForNothingHasAllTheTimeInTheWorld() {
    ActorRef<AgentMessage> agent = agent(GIVE_UP);
    agent.tell(round(1));
    taken.expectMessageClass(AgentMessage.Assigned.class);
    ScriptedHost script = new ScriptedHost(0);
    for (int request = 0; request < 2; request++) {
      ActorsTest.Asked asked = host.receiveMessage();
      answer(script.answer(asked.request()), asked);
    }
    RoundReport report = reports.receiveMessage();
    time.timePasses(Duration.ofMinutes(1));
    agent.tell(round(1));
    assertThat(reports.receiveMessage()).isEqualTo(report);
  }

  @Test
  void anAgentWhoseHostLostItsPairBeginsWithWhatItHadCommitted() {
    ActorRef<AgentMessage> agent = agent(Patience.ENDLESS);
    ScriptedHost script = new ScriptedHost(0);
    agent.tell(round(1));
    taken.expectMessageClass(AgentMessage.Assigned.class);
    for (int request = 0; request < 2; request++) {
      ActorsTest.Asked asked = host.receiveMessage();
      answer(script.answer(asked.request()), asked);
    }
    RoundReport first = reports.receiveMessage();
    agent.tell(round(2));
    ActorsTest.Asked load = host.receiveMessage();
    HostReply.Refused.Reason lost = HostReply.Refused.Reason.PAIR_LOST;
    load.replyTo().tell(new HostReply.Refused(load.request().requestId(), lost, "never loaded"));
    taken.expectTerminated(agent);
    failures.expectNoMessage(Duration.ZERO);

    ActorRef<AgentMessage> next = agent(Patience.ENDLESS);
    next.tell(round(1));
    assertThat(reports.receiveMessage()).isEqualTo(first);
    next.tell(round(2));
    assertThat(host.receiveMessage().request()).isEqualTo(load.request());
  }

  @Test
  void timesAreOffOrLongEnoughToBeMeasured() {
    assertThat(
            Patience.of(
                ConfigFactory.parseString("collegium.agents { resend-after = off, give-up-after = 30s }")))
        .isEqualTo(new Patience(Optional.empty(), Optional.of(Duration.ofSeconds(30))));
    assertThat(Patience.of(ConfigFactory.load())).isEqualTo(Patience.ENDLESS);
    assertThatThrownBy(() -> new Patience(Optional.of(Duration.ZERO), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an agent must wait for at least 4 ms, was to wait for PT0S");
    assertThatThrownBy(
            () -> Patience.of(ConfigFactory.parseString("collegium.agents { resend-after = 1ms, give-up-after = 1m }")))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "String: 1: Invalid value at 'collegium.agents.resend-after': must be off or at least 4 ms, was 1ms");
  }
}
