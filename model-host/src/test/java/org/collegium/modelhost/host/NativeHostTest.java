package org.collegium.modelhost.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Offset;
import org.collegium.modelhost.model.DecoderWeights;
import org.collegium.modelhost.model.NativeRuntime;
import org.collegium.modelhost.model.TestModels;
import org.collegium.modelhost.protocol.AdapterPairId;
import org.collegium.modelhost.protocol.AdapterShape;
import org.collegium.modelhost.protocol.AdapterStamp;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostReply.Generated;
import org.collegium.modelhost.protocol.HostReply.Learned;
import org.collegium.modelhost.protocol.HostReply.Opened;
import org.collegium.modelhost.protocol.HostReply.Refused;
import org.collegium.modelhost.protocol.HostReply.Saved;
import org.collegium.modelhost.protocol.HostReply.Scored;
import org.collegium.modelhost.protocol.HostRequest;
import org.collegium.modelhost.protocol.HostRequest.LearnWorld;
import org.collegium.modelhost.protocol.OptimizerSettings;
import org.collegium.modelhost.store.AdapterStore;
import org.collegium.modelhost.store.DirectoryAdapterStore;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host over a small model with random weights. */
class NativeHostTest {
  private static final AdapterPairId A = new AdapterPairId("a");
  private static final AdapterPairId B = new AdapterPairId("b");

  @TempDir
  static Path base;

  @BeforeAll
  static void makeBase() {
    NativeRuntime.inferenceOnly();
    try (NDManager manager = NativeRuntime.open("cpu")) {
      DecoderWeights.random(TestModels.grouped(), 3, manager).save(base);
    }
  }

  private static ModelHost host() {
    return ModelHost.open(ModelHostSettings.ofFolder(base, "cpu", 1));
  }

  private static ModelHost host(AdapterStore store) {
    return ModelHost.open(ModelHostSettings.ofFolder(base, "cpu", 1).withAdapterStore(store));
  }

  /** Answers of all requests, submitted at once. */
  private static Map<String, HostReply> answers(ModelHost host, List<? extends HostRequest> requests) {
    Map<String, HostReply> answers = new ConcurrentHashMap<>();
    CountDownLatch left = new CountDownLatch(requests.size());
    for (HostRequest request : requests) {
      host.submit(request, reply -> {
        assertThat(answers.put(reply.requestId(), reply)).isNull();
        left.countDown();
      });
    }
    while (host.work()) {
      assertThat(answers).hasSizeLessThanOrEqualTo(requests.size());
    }
    try {
      // A pair is saved on another thread.
      assertThat(left.await(60, TimeUnit.SECONDS)).as("every request is answered").isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return answers;
  }

  private static HostReply answer(ModelHost host, HostRequest request) {
    return answers(host, List.of(request)).values().iterator().next();
  }

  @Test
  void everyAnswerIsTheSameAloneAndAmongOthers() {
    Map<String, HostReply> together;
    try (ModelHost host = host()) {
      together = answers(host, TestLives.of(9));
    }
    assertThat(together.values()).noneMatch(Refused.class::isInstance);
    for (int agent : List.of(0, 4)) {
      try (ModelHost host = host()) {
        for (HostRequest request : TestLives.life(agent)) {
          assertThat(answer(host, request)).isEqualTo(together.get(request.requestId()));
        }
      }
    }
  }

  @Test
  void learningMovesOneAdapterAndItsStamp() {
    try (ModelHost host = host()) {
      Opened opened = (Opened) answer(host, Requests.open("o", A));
      Learned policy = (Learned) answer(host, Requests.learnPolicy("p", A));
      assertThat(policy.figures().steps()).isEqualTo(2);
      assertThat(policy.stamp().version()).isEqualTo(1);
      Generated after = (Generated) answer(host, Requests.generate("g", A, 1, 1));
      assertThat(after.policy()).isEqualTo(policy.stamp()).isNotEqualTo(opened.policy());
      assertThat(after.world()).isEqualTo(opened.world());
      Learned world = (Learned) answer(host, Requests.learnWorld("w", A));
      assertThat(world.figures().loss()).isLessThan(world.figures().firstLoss());
      assertThat(((Generated) answer(host, Requests.generate("end", A, 1, 1))).world()).isEqualTo(world.stamp());
    }
  }

  @Test
  void aLessonThatDivergesLeavesThePairAsItWas() {
    try (ModelHost host = host()) {
      Opened opened = (Opened) answer(host, Requests.open("o", A));
      LearnWorld sane = Requests.learnWorld("w", A);
      OptimizerSettings wild = new OptimizerSettings(1e30, 0.9, 0.99, 1e-8, 0, 1);
      HostReply reply = answer(host, new LearnWorld(
          "wild", A, sane.active(), sane.fresh(), List.of(), List.of(), sane.objective(), wild, 1));
      assertThat(((Refused) reply).reason()).isEqualTo(Refused.Reason.FAILED);
      assertThat(answer(host, Requests.open("o", A))).isEqualTo(opened);
    }
  }

  @Test
  void aRequestThatCanNeverBeServedNamesItsPlace() {
    try (ModelHost host = host()) {
      assertThat(detail(host, Requests.generate("g", A, 1, 5, 6, 64)))
          .isEqualTo("prompt[2] is token 64, outside the vocabulary of 64");
      assertThat(detail(host, Requests.generate("g", A, 500, new int[20])))
          .isEqualTo("prompt of 20 tokens and 500 to generate do not fit into 512 positions");
      assertThat(detail(host, Requests.score("s", A, new int[513])))
          .isEqualTo("tokens of 513 tokens does not fit into 512 positions");
      assertThat(detail(host, new HostRequest.Open("o", A, new AdapterShape(33, 1, 2), 0)))
          .isEqualTo("shape.policyRank must be between 1 and 32, was 33");
      assertThat(host.figures().pairs()).isZero();
    }
  }

  private static String detail(ModelHost host, HostRequest request) {
    Refused refused = (Refused) answer(host, request);
    assertThat(refused.reason()).isEqualTo(Refused.Reason.INVALID);
    return refused.detail();
  }

  @Test
  void scoresAndDrawsAgreeOnLogProbabilities() {
    try (ModelHost host = host()) {
      answer(host, Requests.open("o", A));
      answer(host, Requests.learnPolicy("p", A));
      HostRequest.Generate generate = Requests.generate("g", A, 6, 1, 2, 3);
      Generated generated = (Generated) answer(host, generate);
      Scored scored = (Scored) answer(host, new HostRequest.Score(
          "s", A, generate.active(), generate.prompt().concat(generated.tokens()), generate.prompt().length()));
      assertThat(scored.policy()).isEqualTo(generated.policy());
      assertThat(scored.policy().version()).isEqualTo(1);
      assertThat(scored.world()).isEqualTo(generated.world());
      for (int at = 0; at < generated.tokens().length(); at++) {
        assertThat(scored.logProbabilities().at(at))
            .isCloseTo(generated.logProbabilities().at(at), Offset.offset(1e-4f));
      }
    }
  }

  @Test
  void theSameSeedDrawsTheSameAfterSavingAndLoadingElsewhere() {
    AdapterStore store = new HeapAdapterStore();
    Generated before;
    try (ModelHost host = host(store)) {
      answer(host, Requests.open("o", A));
      answer(host, Requests.learnPolicy("p", A));
      before = (Generated) answer(host, Requests.generate("g", A, 8, 1, 2, 3));
      answer(host, new HostRequest.Save("s", A));
    }
    try (ModelHost host = host(store)) {
      answer(host, new HostRequest.Load("l", A, before.policy(), before.world()));
      assertThat(answer(host, Requests.generate("g", A, 8, 1, 2, 3))).isEqualTo(before);
    }
  }

  @Test
  void aRoundThatIsDoneAgainFromItsSavedStartEndsTheSame(@TempDir Path folder) {
    HostRequest.Save save = new HostRequest.Save("s", A);
    HostRequest.Save otherSave = new HostRequest.Save("sb", B);
    List<HostReply> first;
    Saved start;
    Saved otherStart;
    try (ModelHost host = host(new DirectoryAdapterStore(folder))) {
      answer(host, Requests.open("o", A));
      answer(host, Requests.open("ob", B));
      answer(host, Requests.learnPolicy("p1", A));
      start = (Saved) answer(host, save);
      otherStart = (Saved) answer(host, otherSave);
      first = round(host);
      assertThat(((Saved) first.getLast()).policy()).isNotEqualTo(start.policy());
      assertThat(answer(host, new HostRequest.Load("l", A, start.policy(), start.world())))
          .isEqualTo(new Opened("l", start.policy(), start.world()));
      assertThat(round(host)).isEqualTo(first);
    }
    try (ModelHost host = host(new DirectoryAdapterStore(folder))) {
      assertThat(answer(host, new HostRequest.Load("lb", B, otherStart.policy(), otherStart.world())))
          .isInstanceOf(Opened.class);
      answer(host, new HostRequest.Load("l", A, start.policy(), start.world()));
      assertThat(round(host)).isEqualTo(first);
      AdapterStamp gone = new AdapterStamp(0, otherStart.policy().hash());
      assertThat(detail(host, new HostRequest.Load("lost", new AdapterPairId("c"), gone, gone)))
          .isEqualTo("the adapter store has no version 0 of the policy adapter of 'c'");
    }
  }

  /** What one round asks of the host, one after the other. */
  private static List<HostReply> round(ModelHost host) {
    List<HostRequest> requests = List.of(
        Requests.generate("g2", A, 4, 1, 2),
        Requests.learnWorld("w2", A),
        Requests.learnPolicy("p2", A),
        new HostRequest.Save("s2", A));
    return requests.stream().map(request -> answer(host, request)).toList();
  }

  @Test
  void aBaseThatIsNotThereIsNamed(@TempDir Path nowhere) {
    assertThatThrownBy(() -> ModelHost.open(ModelHostSettings.ofFolder(nowhere.resolve("base"), "cpu", 1)))
        .hasMessageContaining("base");
    assertThatThrownBy(() -> ModelHostSettings.ofFolder(base, "tpu", 1))
        .hasMessage("device must be auto, cpu or gpu:N, was tpu");
  }
}
