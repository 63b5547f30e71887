package org.collegium.organization.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.cluster.sharding.typed.ShardingEnvelope;
import org.apache.pekko.serialization.SerializationExtension;
import org.collegium.agents.core.AgentMessage;
import org.collegium.agents.core.Figures;
import org.collegium.agents.core.RoundReport;
import org.collegium.agents.core.Summary;
import org.collegium.agents.identity.AgentId;
import org.collegium.agents.world.WorldMessage;
import org.collegium.modelhost.protocol.Tokens;
import org.collegium.organization.registry.ForgottenRun;
import org.collegium.organization.registry.NodeRole;
import org.collegium.organization.registry.PastRun;
import org.collegium.organization.registry.RunIdentity;
import org.collegium.organization.registry.RunInPlay;
import org.collegium.organization.registry.RunsState;
import org.collegium.organization.rounds.OrchestratorEffect.Finish;
import org.collegium.organization.rounds.OrchestratorMessage;
import org.collegium.organization.run.RoundResult;
import org.collegium.organization.run.RunOutcome;
import org.junit.jupiter.api.Test;

class SerializationTest {
  private static final AgentId AGENT = new AgentId("lamps/1", "agent-1");

  @Test
  void whatOrchestratorsAgentsAndWorldsAreToldTravelsBetweenNodes() {
    Summary summary = new Summary(Tokens.of(1, 2), new Figures(new TreeMap<>()));
    ActorTestKit kit = ActorTestKit.create("serialization", NodeSettings.load().pekko());
    try {
      for (OrchestratorMessage message :
          new OrchestratorMessage[] {
            new OrchestratorMessage.Begin(),
            new OrchestratorMessage.Reported(new RoundReport(AGENT, 2, summary, "ab")),
            new OrchestratorMessage.AgentFailed(AGENT, "why"),
            new OrchestratorMessage.NodeFailed("why"),
            new OrchestratorMessage.StopRequested()
          }) {
        kit.serializationTestKit().verifySerialization(new OrchestratorsActor.Addressed("lamps/1", message), true);
      }
      kit.serializationTestKit()
          .verifySerialization(
              new ShardingEnvelope<AgentMessage>(AGENT.value(), new AgentMessage.Told(AGENT, 1, summary)), true);
      kit.serializationTestKit()
          .verifySerialization(
              new ShardingEnvelope<WorldMessage>(AGENT.value(), new WorldMessage.Leave(AGENT, "r1/t0/e0")), true);
    } finally {
      kit.shutdownTestKit();
    }
  }

  @Test
  void whatNodesAndClientsOfAClusterTellEachOtherTravelsBetweenThem() {
    ActorTestKit kit = ActorTestKit.create("cluster-serialization", NodeSettings.load().pekko());
    try {
      ActorRef<ClientEvent> client = kit.<ClientEvent>createTestProbe().ref();
      ActorRef<DeskActor.Answer> reader = kit.<DeskActor.Answer>createTestProbe().ref();
      RunOutcome outcome =
          new RunOutcome(
              RunOutcome.Ending.STOPPED,
              "detail",
              new TreeMap<>(Map.of("lamps/1", "ab")),
              "cd",
              new TreeMap<>(Map.of("lamps/1", 3)));
      RoundResult round =
          new RoundResult("lamps/1", 2, new TreeMap<>(Map.of(AGENT, new Figures(new TreeMap<>()))), 5, 7);
      Introduction introduction = new Introduction(2, "laptop");
      List<Object> messages =
          List.of(
              new RegistryCommand.Submit("r", "text", "request", introduction, client),
              new RegistryCommand.Attach("r", introduction, client),
              new RegistryCommand.StopRun("r", introduction, client),
              new RegistryCommand.Forget("r", "wish", introduction, client),
              new RegistryCommand.PartsTold("n", List.of("r-000000000001"), List.of()),
              new RegistryCommand.PartForgotten("r-000000000001", "n", Optional.of("why")),
              new MemberCommand.TellParts(),
              new MemberCommand.ForgetRun("r-000000000001"),
              new ClientEvent.RunForgotten("r-000000000001", true, List.of("n")),
              new RegistryCommand.Arrived(
                  "n",
                  new TreeSet<>(List.of(NodeRole.AGENTS, NodeRole.MODEL_HOST)),
                  kit.<MemberCommand>createTestProbe().ref(),
                  12,
                  Optional.of("why")),
              new RegistryCommand.Opened("r", "n", Optional.empty()),
              new RegistryCommand.Opened("r", "n", Optional.of("why")),
              new RegistryCommand.Closed("r", "n"),
              new RegistryCommand.Broken("r", "lamps/1", "why"),
              new RegistryCommand.ForOrchestrator("r", "lamps/1", new OrchestratorMessage.NodeFailed("why")),
              new MemberCommand.Welcome(kit.<RegistryCommand>createTestProbe().ref(), "mark", 12),
              new MemberCommand.OpenRun("r", "text"),
              new MemberCommand.CloseRun("r"),
              new MemberCommand.Leave("why"),
              new ClientEvent.Accepted("r", "text"),
              new ClientEvent.Rejected("", "why"),
              new ClientEvent.RoundTold("r", round),
              new ClientEvent.RunOver(
                  "r",
                  outcome,
                  List.of(new ClientEvent.NodeAddress("n", "127.0.0.1:1"), new ClientEvent.NodeAddress("m", ""))),
              new DeskActor.ListSegments("r", reader),
              new DeskActor.ReadPiece("r", "segment-000001.log", 4, reader),
              new DeskActor.Segments("n", List.of(new DeskActor.Segment("segment-000001.log", 9))),
              new DeskActor.Piece("segment-000001.log", 4, ByteString.copyFromUtf8("piece"), ""));
      for (Object message : messages) {
        kit.serializationTestKit().verifySerialization(message, true);
      }
      RunsState state =
          RunsState.kept(
              Optional.of(
                  new RunInPlay(
                      new RunIdentity("r", "r-000000000001", "request"),
                      "text",
                      List.of("lamps/1"),
                      true,
                      Optional.of("why"),
                      new TreeMap<>(
                          Map.of("lamps/1", new Finish(RunOutcome.Ending.COMPLETED, "detail", 3, "ab"))),
                      new TreeSet<>(List.of("n")))),
              List.of(new PastRun(new RunIdentity("q", "q-2", ""), "text", outcome, new TreeSet<>(List.of("n", "m")))),
              List.of(
                  new ForgottenRun(
                      new RunIdentity("p", "p-000000000003", "request"),
                      "wish",
                      new TreeSet<>(List.of("n")),
                      true,
                      Optional.of("why"))));
      kit.serializationTestKit().verifySerialization(state, true);
    } finally {
      kit.shutdownTestKit();
    }
  }

  @Test
  void noJavaObjectIsSerializedByJava() {
    ActorTestKit kit = ActorTestKit.create("serialization", NodeSettings.load().pekko());
    try {
      assertThat(kit.system().settings().config().getBoolean("pekko.actor.allow-java-serialization")).isFalse();
      assertThatThrownBy(
              () -> SerializationExtension.get(kit.system()).serialize(new ArrayList<>(List.of("an object"))).get())
          .hasMessageContaining("serialize message using Java serialization");
    } finally {
      kit.shutdownTestKit();
    }
  }
}
