package org.collegium.organization.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.collegium.agents.core.AgentMessage;
import org.collegium.agents.core.Briefing;
import org.collegium.agents.core.Figures;
import org.collegium.agents.core.RoundReport;
import org.collegium.agents.core.Summary;
import org.collegium.agents.core.Tally;
import org.collegium.agents.identity.AgentId;
import org.collegium.agents.wire.AgentsWire;
import org.collegium.agents.world.Probe;
import org.collegium.agents.world.Task;
import org.collegium.agents.world.WorldMessage;
import org.collegium.modelhost.protocol.AdapterStamp;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostRequest;
import org.collegium.modelhost.protocol.Tokens;
import org.collegium.modelhost.wire.WireException;
import org.collegium.organization.lamps.LampTown;
import org.collegium.organization.messagelog.Landmark;
import org.collegium.organization.messagelog.LogRecord;
import org.collegium.organization.messagelog.Party;
import org.collegium.organization.messagelog.Received;
import org.collegium.organization.messagelog.RecordWire;
import org.collegium.organization.rounds.OrchestratorMessage;
import org.junit.jupiter.api.Test;

class MessageWireTest {
  private static final AgentId AGENT = new AgentId("lamps/1", "agent-1");
  private static final Summary SUMMARY =
      new Summary(Tokens.of(4, 5, 6), new Figures(new TreeMap<>(Map.of("success/learn", new Tally(2, 1.0)))));

  private static final List<OrchestratorMessage> TO_ORCHESTRATORS =
      List.of(
          new OrchestratorMessage.Begin(),
          new OrchestratorMessage.Reported(new RoundReport(AGENT, 3, SUMMARY, "ab12")),
          new OrchestratorMessage.AgentFailed(AGENT, "no more words"),
          new OrchestratorMessage.NodeFailed("the host stopped"),
          new OrchestratorMessage.StopRequested());

  @Test
  void everythingAnOrchestratorIsToldComesBackEqual() {
    assertThat(TO_ORCHESTRATORS)
        .extracting(Object::getClass)
        .containsExactlyInAnyOrder(OrchestratorMessage.class.getPermittedSubclasses());
    for (OrchestratorMessage message : TO_ORCHESTRATORS) {
      assertThat(MessageWire.messageOf(MessageWire.manifest(message), MessageWire.bytes(message))).isEqualTo(message);
    }
  }

  @Test
  void landmarksComeBackEqualAndAreSentByTheNode() {
    List<Landmark> landmarks =
        List.of(new Landmark.Began(2), new Landmark.Merged(3, 5, List.of("n")), new Landmark.Recovered(7, "ab12"));
    assertThat(landmarks)
        .extracting(Object::getClass)
        .containsExactlyInAnyOrder(Landmark.class.getPermittedSubclasses());
    RecordEncoder encoder = new RecordEncoder(LampTown.plan(1, 1, 1));
    for (Landmark landmark : landmarks) {
      LogRecord record = encoder.apply(new Received(Party.of(AGENT), 2, 1, landmark));
      assertThat(record.sender()).isEqualTo(Party.NODE);
      assertThat(MessageWire.messageOf(record.manifest(), record.payload())).isEqualTo(landmark);
    }
    LogRecord recovered = encoder.apply(new Received(Party.orchestrator("lamps/1"), 2, 1, landmarks.getLast()));
    assertThat(recovered.round()).isEqualTo(7);
    assertThat(recovered.organization()).isEqualTo("lamps/1");
  }

  @Test
  void everyKindOfMessageHasItsOwnManifest() {
    List<Object> messages = new ArrayList<>(TO_ORCHESTRATORS);
    AdapterStamp stamp = AdapterStamp.NONE;
    messages.add(new AgentMessage.Assigned(1, List.of(), List.of(), Briefing.NONE, List.of(), List.of(), List.of()));
    messages.add(new AgentMessage.Told(AGENT, 1, SUMMARY));
    messages.add(new AgentMessage.HostAnswered(new HostReply.Opened("x", stamp, stamp)));
    messages.add(new AgentMessage.EpisodeLost("r1/t0/e0", 2));
    messages.add(new AgentMessage.Observed("r1/t0/e0", -1, "dark .", 0, false));
    messages.add(new AgentMessage.RetryDue("x"));
    messages.add(new WorldMessage.Open(AGENT, "r1/t0/e0", new Task("t0", "x", Task.Purpose.LEARN, "l", 1), 4));
    messages.add(new WorldMessage.Act(AGENT, "r1/t0/e0", 0, "press 1 ."));
    messages.add(new WorldMessage.Leave(AGENT, "r1/t0/e0"));
    messages.add(new HostRequest.Save("x", AGENT.pair()));
    messages.add(new HostReply.Opened("x", stamp, stamp));
    assertThat(messages).extracting(MessageWire::manifest).doesNotHaveDuplicates();
    for (Object message : messages) {
      assertThat(MessageWire.messageOf(MessageWire.manifest(message), MessageWire.bytes(message))).isEqualTo(message);
    }
  }

  @Test
  void bytesUnderAnotherManifestAreRefused() {
    ByteString bytes = MessageWire.bytes(new OrchestratorMessage.Begin());
    assertThatThrownBy(() -> MessageWire.messageOf("os", bytes)).isInstanceOf(WireException.class);
    assertThatThrownBy(() -> MessageWire.messageOf("zz", bytes)).isInstanceOf(WireException.class);
    assertThatThrownBy(() -> MessageWire.messageOf("or", ByteString.copyFromUtf8("\u0007 no message")))
        .isInstanceOf(WireException.class);
  }

  @Test
  void aSummaryOverBudgetIsRefusedWhereAReportIsDecoded() {
    OrganizationWire strict = new OrganizationWire(new AgentsWire(2, 8));
    byte[] report = MessageWire.bytes(TO_ORCHESTRATORS.get(1)).toByteArray();
    assertThatThrownBy(() -> strict.messageOf(report))
        .isInstanceOf(WireException.class)
        .hasMessageContaining("summary");
  }

  @Test
  void aRecordSaysWhoSentWhatInWhichRoundAndComesBackEqual() {
    RecordEncoder encoder = new RecordEncoder(LampTown.plan(1, 2, 2));
    Party agent = Party.of(AGENT);
    HostReply reply = new HostReply.Opened("lamps/1/agent-1/r4/t2/e0/s1/act", AdapterStamp.NONE, AdapterStamp.NONE);
    LogRecord answered = encoder.apply(new Received(agent, 2, 9, new AgentMessage.HostAnswered(reply)));
    assertThat(answered.sender()).isEqualTo(Party.of(AGENT.pair()));
    assertThat(answered.round()).isEqualTo(4);
    assertThat(answered.step()).isEqualTo("t2/e0/s1/act");
    assertThat(answered.organization()).isEqualTo("lamps/1");
    assertThat(RecordWire.decode(RecordWire.encode(answered))).isEqualTo(answered);
    LogRecord seen =
        encoder.apply(new Received(agent, 1, 1, new AgentMessage.Observed("r12/t0/e1", 3, "dark .", 0, false)));
    assertThat(seen.sender()).isEqualTo(new Party(Party.Kind.WORLD, AGENT.value()));
    assertThat(seen.round()).isEqualTo(12);
    assertThat(seen.step()).isEqualTo("t0/e1/s3");
    LogRecord begun =
        encoder.apply(new Received(Party.orchestrator("lamps/1"), 1, 1, new OrchestratorMessage.Begin()));
    assertThat(begun.sender()).isEqualTo(Party.NODE);
    assertThat(begun.round()).isZero();
  }

  @Test
  void nothingThatReachesAnOrchestratorOrANeighbourHasRoomForAContext() {
    Set<Class<?>> allowed =
        Set.of(
            RoundReport.class,
            AgentMessage.Told.class,
            AgentId.class,
            Summary.class,
            Figures.class,
            SortedMap.class,
            Tally.class,
            Tokens.class,
            Briefing.class,
            Task.class,
            Task.Purpose.class,
            Probe.class,
            List.class,
            String.class,
            int.class,
            long.class,
            double.class);
    for (Class<?> told : OrchestratorMessage.class.getPermittedSubclasses()) {
      assertThat(reachable(told)).as("from %s", told).isSubsetOf(with(allowed, told));
    }
    for (Class<?> told : List.of(AgentMessage.Told.class, AgentMessage.Assigned.class)) {
      assertThat(reachable(told)).as("from %s", told).isSubsetOf(with(allowed, told));
    }
    assertThat(allowed.containsAll(reachable(HostRequest.class)))
        .as("the walk finds a context where there is one").isFalse();
  }

  private static Set<Class<?>> with(Set<Class<?>> allowed, Class<?> one) {
    Set<Class<?>> more = new LinkedHashSet<>(allowed);
    more.add(one);
    return more;
  }

  private static Set<Class<?>> reachable(Type from) {
    Set<Class<?>> found = new LinkedHashSet<>();
    walk(from, found);
    return found;
  }

  private static void walk(Type type, Set<Class<?>> found) {
    if (type instanceof ParameterizedType generic) {
      walk(generic.getRawType(), found);
      List.of(generic.getActualTypeArguments()).forEach(argument -> walk(argument, found));
    } else if (type instanceof Class<?> plain && found.add(plain)) {
      Optional.ofNullable(plain.getPermittedSubclasses()).stream()
          .flatMap(Arrays::stream)
          .forEach(permitted -> walk(permitted, found));
      if (plain.isRecord()) {
        for (RecordComponent component : plain.getRecordComponents()) {
          walk(component.getGenericType(), found);
        }
      }
    }
  }
}
