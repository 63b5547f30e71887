package org.collegium.agents.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.NotSerializableException;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.SerializerWithStringManifest;
import org.collegium.agents.core.AgentMessage;
import org.collegium.agents.core.AgentState;
import org.collegium.agents.core.Figures;
import org.collegium.agents.core.RoundReport;
import org.collegium.agents.core.Summary;
import org.collegium.agents.doors.DoorSettings;
import org.collegium.agents.wire.RandomValues;
import org.collegium.agents.world.WorldMessage;
import org.collegium.modelhost.actor.ProtobufSerializer;
import org.collegium.modelhost.protocol.Tokens;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class AgentCodecsTest {
  private static final Config BUDGETS = ConfigFactory.parseString("collegium.agents.summary-tokens-max = 5");
  private static final ActorTestKit KIT = ActorTestKit.create("codecs", BUDGETS.withFallback(ConfigFactory.load()));
  private static final Serialization SERIALIZATION = SerializationExtension.get(KIT.system());

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  private static SerializerWithStringManifest serializer(Object message) throws NotSerializableException {
    assertThat(SERIALIZATION.findSerializerFor(message)).isInstanceOf(ProtobufSerializer.class);
    return (SerializerWithStringManifest) SERIALIZATION.findSerializerFor(message);
  }

  @Test
  void whateverGoesToAgentsAndWorldsCanBeSentToAnotherNode() throws Exception {
    List<Class<?>> types = new ArrayList<>(RandomValues.records(AgentMessage.class));
    types.addAll(RandomValues.records(WorldMessage.class));
    types.add(RoundReport.class);
    types.add(AgentState.class);
    for (Class<?> type : types) {
      Object message = new RandomValues(9).value(type);
      SerializerWithStringManifest protobuf = serializer(message);
      String manifest = protobuf.manifest(message);
      assertThat(manifest).hasSize(2);
      assertThat(protobuf.fromBinary(protobuf.toBinary(message), manifest)).isEqualTo(message);
    }
  }

  @Test
  void aSummaryOverTheNodesBudgetIsDroppedByTheTransport() throws Exception {
    RoundReport report =
        new RoundReport(DoorSettings.AGENT, 1, new Summary(Tokens.of(new int[6]), Figures.NONE), "00");
    SerializerWithStringManifest protobuf = serializer(report);
    byte[] bytes = protobuf.toBinary(report);
    assertThatThrownBy(() -> protobuf.fromBinary(bytes, "ap"))
        .isInstanceOf(NotSerializableException.class)
        .hasMessage("summary.text has 6 tokens, at most 5 are allowed");
  }

  @Test
  void bytesUnderAForeignManifestAreRefused() throws Exception {
    WorldMessage leave = new WorldMessage.Leave(DoorSettings.AGENT, "r1/t0/e0");
    SerializerWithStringManifest protobuf = serializer(leave);
    assertThatThrownBy(() -> protobuf.fromBinary(protobuf.toBinary(leave), "wa"))
        .isInstanceOf(NotSerializableException.class)
        .hasMessage("bytes of manifest wa hold a message of Leave");
  }
}
