package org.collegium.modelhost.actor;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.collegium.modelhost.host.ModelHost;
import org.collegium.modelhost.host.ModelHostSettings;
import org.collegium.modelhost.host.TestLives;
import org.collegium.modelhost.model.DecoderWeights;
import org.collegium.modelhost.model.NativeRuntime;
import org.collegium.modelhost.model.TestModels;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The actor over a small model with random weights. */
class NativeHostActorTest {
  private static final ActorTestKit KIT = ActorTestKit.create();

  @TempDir
  Path base;

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  @Test
  void theActorAnswersWhatTheHostWouldAndKeepsGradientsOffOnItsThread() {
    NativeRuntime.inferenceOnly();
    try (NDManager manager = NativeRuntime.open("cpu")) {
      DecoderWeights.random(TestModels.grouped(), 3, manager).save(base);
    }
    ModelHostSettings settings = ModelHostSettings.ofFolder(base, "cpu", 1);
    List<HostRequest> requests = TestLives.of(12);
    Map<String, HostReply> direct = new HashMap<>();
    try (ModelHost host = ModelHost.open(settings)) {
      for (HostRequest request : requests) {
        host.submit(request, reply -> direct.put(reply.requestId(), reply));
        host.work();
      }
      while (!host.isIdle()) {
        host.work();
      }
    }
    TestProbe<HostReply> client = KIT.createTestProbe(HostReply.class);
    TestProbe<Boolean> recordsGradients = KIT.createTestProbe(Boolean.class);
    ActorRef<ModelHostActor.Command> actor = KIT.spawn(
        ModelHostActor.create(() -> {
          ModelHost host = ModelHost.open(settings);
          recordsGradients.getRef().tell(JniUtils.isGradMode());
          return host;
        }),
        ModelHostActor.props());
    requests.forEach(request -> actor.tell(new ModelHostActor.Submit(request, client.getRef())));
    actor.tell(new ModelHostActor.Stop());
    Map<String, HostReply> answers = new HashMap<>();
    for (HostReply reply : client.receiveSeveralMessages(requests.size(), Duration.ofSeconds(60))) {
      answers.put(reply.requestId(), reply);
    }
    assertThat(answers).isEqualTo(direct);
    client.expectTerminated(actor, Duration.ofSeconds(20));
    assertThat(recordsGradients.receiveMessage()).isFalse();
  }
}
