package org.collegium.organization.cluster;

import java.util.TreeMap;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.cluster.sharding.typed.ShardingEnvelope;
import org.collegium.agents.core.AgentMessage;
import org.collegium.agents.core.Figures;
import org.collegium.agents.core.RoundReport;
import org.collegium.agents.core.Summary;
import org.collegium.agents.identity.AgentId;
import org.collegium.agents.world.WorldMessage;
import org.collegium.modelhost.protocol.Tokens;
import org.collegium.organization.rounds.OrchestratorMessage;
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
}
