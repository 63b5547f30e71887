package org.collegium.modelhost.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.collegium.modelhost.proto.HostReplyProto;
import org.collegium.modelhost.proto.HostRequestProto;
import org.collegium.modelhost.proto.ScoredProto;
import org.collegium.modelhost.proto.SegmentKindProto;
import org.collegium.modelhost.proto.SegmentProto;
import org.collegium.modelhost.proto.TokensProto;
import org.collegium.modelhost.protocol.ActiveAdapters;
import org.collegium.modelhost.protocol.AdapterPairId;
import org.collegium.modelhost.protocol.AdapterStamp;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostRequest;
import org.collegium.modelhost.protocol.Reals;
import org.collegium.modelhost.protocol.Rollout;
import org.collegium.modelhost.protocol.RolloutGroup;
import org.collegium.modelhost.protocol.Tokens;
import org.collegium.modelhost.protocol.Trajectory;
import org.junit.jupiter.api.Test;

class ModelHostWireTest {
  private static final int SEEDS = 200;

  @Test
  void everyRequestComesBackEqualFromEqualBytes() throws ReflectiveOperationException {
    assertThat(RandomMessages.records(HostRequest.class)).hasSize(8);
    for (Class<?> type : RandomMessages.records(HostRequest.class)) {
      for (int seed = 0; seed < SEEDS; seed++) {
        HostRequest request = (HostRequest) new RandomMessages(seed).record(type);
        byte[] bytes = ModelHostWire.toBytes(request);
        HostRequest back = ModelHostWire.requestOf(ModelHostWire.manifest(request), bytes);
        assertThat(back).as("%s, seed %d", type.getSimpleName(), seed).isEqualTo(request);
        assertThat(ModelHostWire.toBytes(back)).as("seed %d", seed).isEqualTo(bytes);
      }
    }
  }

  @Test
  void everyReplyComesBackEqualFromEqualBytes() throws ReflectiveOperationException {
    assertThat(RandomMessages.records(HostReply.class)).hasSize(6);
    for (Class<?> type : RandomMessages.records(HostReply.class)) {
      for (int seed = 0; seed < SEEDS; seed++) {
        HostReply reply = (HostReply) new RandomMessages(seed).record(type);
        byte[] bytes = ModelHostWire.toBytes(reply);
        HostReply back = ModelHostWire.replyOf(ModelHostWire.manifest(reply), bytes);
        assertThat(back).as("%s, seed %d", type.getSimpleName(), seed).isEqualTo(reply);
        assertThat(ModelHostWire.toBytes(back)).as("seed %d", seed).isEqualTo(bytes);
      }
    }
  }

  @Test
  void sharedValuesComeBackEqual() throws ReflectiveOperationException {
    for (int seed = 0; seed < SEEDS; seed++) {
      RandomMessages random = new RandomMessages(seed);
      AdapterStamp stamp = random.record(AdapterStamp.class);
      assertThat(ValueWire.decode(ValueWire.encode(stamp))).isEqualTo(stamp);
      Trajectory trajectory = random.record(Trajectory.class);
      assertThat(ValueWire.decode(ValueWire.encode(trajectory))).isEqualTo(trajectory);
      Tokens tokens = trajectory.tokens();
      assertThat(ValueWire.decode(ValueWire.encode(tokens))).isEqualTo(tokens);
    }
    Reals reals = Reals.of(0f, -0f, Float.NaN, Float.MIN_VALUE, -1.5f);
    assertThat(ValueWire.decode(ValueWire.encode(reals))).isEqualTo(reals);
  }

  @Test
  void manifestsAreDistinct() throws ReflectiveOperationException {
    Set<String> manifests = new HashSet<>();
    for (Class<?> type : RandomMessages.records(HostRequest.class)) {
      manifests.add(ModelHostWire.manifest((HostRequest) new RandomMessages(1).record(type)));
    }
    for (Class<?> type : RandomMessages.records(HostReply.class)) {
      manifests.add(ModelHostWire.manifest((HostReply) new RandomMessages(1).record(type)));
    }
    assertThat(manifests).hasSize(14);
  }

  @Test
  void anotherManifestThanTheMessagesIsRefused() {
    byte[] bytes = ModelHostWire.toBytes(new HostRequest.Save("a", new AdapterPairId("p")));
    assertThatThrownBy(() -> ModelHostWire.requestOf("qg", bytes))
        .isInstanceOf(WireException.class)
        .hasMessage("bytes of manifest qg hold a message of manifest qv");
  }

  @Test
  void bytesThatAreNoMessageAreRefused() {
    byte[] bytes = {(byte) 0xff, 1, 2, 3};
    assertThatThrownBy(() -> ModelHostWire.requestOf("qg", bytes))
        .isInstanceOf(WireException.class)
        .hasMessageStartingWith("request: 4 bytes are no such message");
    assertThatThrownBy(() -> ModelHostWire.replyOf("rg", bytes)).isInstanceOf(WireException.class);
  }

  @Test
  void aSequenceOverItsBoundIsRefused() {
    int tooMany = WireBounds.TOKENS_MAX + 1;
    HostRequest request = new HostRequest.Score(
        "a", new AdapterPairId("p"), ActiveAdapters.NONE, Tokens.of(new int[tooMany]), 1);
    assertThatThrownBy(() -> ModelHostWire.requestOf("qs", ModelHostWire.toBytes(request)))
        .hasMessage("score.tokens has 65537 elements, at most 65536 are allowed");
    assertThatThrownBy(() -> ModelHostWire.decode(HostReplyProto.newBuilder()
            .setRequestId("a")
            .setScored(ScoredProto.newBuilder().addAllEntropies(Collections.nCopies(tooMany, 1f)))
            .build()))
        .hasMessage("scored.entropies has 65537 elements, at most 65536 are allowed");
    Rollout rollout = new Rollout(new Trajectory(List.of()), 0);
    assertThatThrownBy(() -> ValueWire.decode(
            ValueWire.encode(new RolloutGroup("t", Collections.nCopies(WireBounds.ROWS_MAX + 1, rollout)))))
        .hasMessage("group.rollouts has 65537 elements, at most 65536 are allowed");
  }

  @Test
  void aFieldThatIsMissingOrUnknownIsNamed() {
    assertThatThrownBy(() -> ModelHostWire.decode(HostRequestProto.newBuilder().setPair("p").build()))
        .hasMessage("request.request_id is empty");
    HostRequestProto.Builder named = HostRequestProto.newBuilder().setRequestId("a").setPair("p");
    assertThatThrownBy(() -> ModelHostWire.decode(named.build()))
        .hasMessage("request a has no body that is known");
    named.getOpenBuilder().setSeed(1);
    assertThatThrownBy(() -> ModelHostWire.decode(named.build())).hasMessage("open.shape is missing");
    named.getGenerateBuilder().setActiveValue(77);
    assertThatThrownBy(() -> ModelHostWire.decode(named.build()))
        .hasMessage("active adapters has the unknown value UNRECOGNIZED");
    assertThatThrownBy(() -> ValueWire.decode(TokensProto.newBuilder().addIds(3).addIds(-1).build()))
        .hasMessage("tokens[1] is negative: -1");
    SegmentProto segment = SegmentProto.newBuilder()
        .setKind(SegmentKindProto.SEGMENT_KIND_CONTEXT)
        .addIds(1)
        .addIds(2)
        .addLogProbabilities(0f)
        .build();
    assertThatThrownBy(() -> ValueWire.decode(segment))
        .hasMessage("segment has 1 log-probabilities for 2 tokens");
  }
}
