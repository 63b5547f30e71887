package org.collegium.modelhost.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.NotSerializableException;
import java.nio.charset.StandardCharsets;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.Serializer;
import org.apache.pekko.serialization.SerializerWithStringManifest;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostRequest;
import org.collegium.modelhost.wire.RandomMessages;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ProtobufSerializerTest {
  private static final ActorTestKit KIT = ActorTestKit.create();
  private static final Serialization SERIALIZATION = SerializationExtension.get(KIT.system());

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  private static Object roundTrip(Object message) throws NotSerializableException {
    Serializer serializer = SERIALIZATION.findSerializerFor(message);
    assertThat(serializer).isInstanceOf(ProtobufSerializer.class);
    SerializerWithStringManifest protobuf = (SerializerWithStringManifest) serializer;
    assertThat(protobuf.manifest(message)).hasSizeBetween(1, 4);
    return protobuf.fromBinary(protobuf.toBinary(message), protobuf.manifest(message));
  }

  @Test
  void everySubmissionComesBackEqualWithTheAddressOfItsAnswer() throws Exception {
    ActorRef<HostReply> replyTo = KIT.createTestProbe(HostReply.class).getRef();
    for (Class<?> type : RandomMessages.records(HostRequest.class)) {
      HostRequest request = (HostRequest) new RandomMessages(3).record(type);
      ModelHostActor.Submit submit = new ModelHostActor.Submit(request, replyTo);
      assertThat(roundTrip(submit)).isEqualTo(submit);
    }
  }

  @Test
  void everyReplyComesBackEqual() throws Exception {
    for (Class<?> type : RandomMessages.records(HostReply.class)) {
      Object reply = new RandomMessages(3).record(type);
      assertThat(roundTrip(reply)).isEqualTo(reply);
    }
  }

  @Test
  void anUnknownManifestAndBrokenBytesAreRefusedAsNotSerializable() {
    SerializerWithStringManifest protobuf =
        (SerializerWithStringManifest) SERIALIZATION.serializerByIdentity().apply(7001);
    assertThatThrownBy(() -> protobuf.fromBinary(new byte[0], "zz"))
        .isInstanceOf(NotSerializableException.class)
        .hasMessageContaining("manifest zz");
    assertThatThrownBy(() -> protobuf.fromBinary(new byte[] {-1}, "qq"))
        .isInstanceOf(NotSerializableException.class)
        .hasMessageStartingWith("submit: 1 bytes are no such message");
    assertThatThrownBy(() -> protobuf.manifest("text")).hasMessageContaining("java.lang.String has no codec");
  }

  @Test
  void aSystemWhoseCodecsAreNoCodecsDoesNotStart() {
    Config broken = ConfigFactory.parseString("collegium.serialization.codecs.x = java.lang.String");
    assertThatThrownBy(() -> ActorTestKit.create("broken", broken))
        .hasMessage("collegium.serialization.codecs.x: java.lang.String cannot be used as codecs");
  }

  private static byte[] write(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String read(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Test
  void twoCodecsWithOneManifestAreRefused() {
    CodecRegistry registry = new CodecRegistry();
    registry.add("aa", String.class, ProtobufSerializerTest::write, ProtobufSerializerTest::read);
    assertThatThrownBy(() -> registry.add("aa", Integer.class, _ -> new byte[0], _ -> 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("manifest aa is given to both class java.lang.String and class java.lang.Integer");
    assertThatThrownBy(() -> registry.add("bb", String.class, _ -> new byte[0], _ -> ""))
        .hasMessage("class java.lang.String has both manifests aa and bb");
  }
}
