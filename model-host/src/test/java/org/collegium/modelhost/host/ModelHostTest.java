package org.collegium.modelhost.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.collegium.modelhost.protocol.AdapterPairId;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostReply.Refused;
import org.collegium.modelhost.protocol.HostRequest;
import org.collegium.modelhost.protocol.Sampling;
import org.collegium.modelhost.protocol.Tokens;
import org.collegium.modelhost.telemetry.HostMeter;
import org.junit.jupiter.api.Test;

class ModelHostTest {
  private static final ModelHostSettings.Limits LIMITS = new ModelHostSettings.Limits(1_000, 8, 64, 32, 64, 4, 6, 6);
  private static final AdapterPairId A = new AdapterPairId("a");
  private static final AdapterPairId B = new AdapterPairId("b");

  private final PlainEngine engine = new PlainEngine(8);
  private final List<HostReply> replies = new ArrayList<>();
  private long nowNs;

  private ModelHost host(ModelHostSettings.Limits limits) {
    // Every look at the clock costs the same, so every quantum takes as long as any other.
    return new ModelHost(engine, limits, () -> nowNs++, HostMeter.SILENT);
  }

  private void submit(ModelHost host, HostRequest request) {
    host.submit(request, replies::add);
  }

  private static void workAll(ModelHost host) {
    int quanta = 0;
    while (host.work()) {
      quanta++;
      assertThat(quanta).as("a bound on the work").isLessThan(1_000_000);
    }
  }

  private List<String> ids() {
    return replies.stream().map(HostReply::requestId).toList();
  }

  @Test
  void aLaterRequestOfAPairSeesWhatTheEarlierOneLearned() {
    ModelHost host = host(LIMITS);
    submit(host, Requests.open("open", A));
    submit(host, Requests.generate("before", A, 3, 1));
    submit(host, Requests.learnPolicy("learn", A));
    submit(host, Requests.generate("after", A, 1, 1));
    workAll(host);
    assertThat(ids()).containsExactly("open", "before", "learn", "after");
    assertThat(((HostReply.Generated) replies.get(1)).policy().version()).isZero();
    assertThat(((HostReply.Generated) replies.get(3)).policy().version()).isEqualTo(1);
  }

  @Test
  void aDerivedPairIsMadeOfItsSourcesAsTheyWereWhenItWasAskedFor() {
    ModelHost host = host(LIMITS);
    submit(host, Requests.open("open", A));
    submit(host, Requests.learnPolicy("first", A));
    submit(host, new HostRequest.Derive("derive", B, List.of(A, A), 0, 1));
    submit(host, Requests.learnPolicy("second", A));
    submit(host, Requests.generate("of-b", B, 1, 1));
    workAll(host);
    assertThat(((HostReply.Opened) replies.get(2)).policy().version()).isEqualTo(2);
    assertThat(engine.versions).containsEntry(A, new long[] {2, 0});
  }

  @Test
  void promptsThatWaitAreAdmittedTogether() {
    ModelHost host = host(LIMITS);
    IntStream.range(0, 20).forEach(at -> submit(host, Requests.open("o" + at, A)));
    workAll(host);
    engine.quanta.clear();
    IntStream.range(0, 12).forEach(at -> submit(host, Requests.generate("g" + at, A, 2, 1)));
    workAll(host);
    assertThat(engine.quanta)
        .containsExactly("admit 8", "decode 8", "decode 8", "admit 4", "decode 4", "decode 4");
    assertThat(host.figures())
        .isEqualTo(new HostFigures(0, 0, 1, 32, 0, 12, 24, 4, 24, 0, 0, 0));
  }

  @Test
  void aRequestJoinsTheRunningBatchAndLeavesItWithoutWaitingForTheOthers() {
    ModelHost host = host(LIMITS);
    submit(host, Requests.open("open", A));
    submit(host, Requests.generate("long", A, 30, 1));
    IntStream.range(0, 4).forEach(at -> host.work());
    submit(host, Requests.generate("short", A, 1, 1));
    workAll(host);
    assertThat(ids()).containsExactly("open", "short", "long");
  }

  @Test
  void learnersAreJoinedUpToTheLimit() {
    ModelHost host = host(LIMITS);
    List<AdapterPairId> pairs = IntStream.range(0, 6).mapToObj(at -> new AdapterPairId("p" + at)).toList();
    pairs.forEach(pair -> submit(host, Requests.open("o" + pair.value(), pair)));
    workAll(host);
    engine.quanta.clear();
    pairs.forEach(pair -> submit(host, Requests.learnPolicy("l" + pair.value(), pair)));
    submit(host, Requests.learnWorld("w", pairs.getFirst()));
    workAll(host);
    assertThat(engine.quanta).containsExactly("learn 4", "learn 4", "learn 3", "learn 3");
    assertThat(host.figures().learnSteps()).isEqualTo(4);
    assertThat(host.figures().adapterSteps()).isEqualTo(14);
  }

  @Test
  void learningAndAnsweringTakeTurns() {
    ModelHost host = host(LIMITS);
    submit(host, Requests.open("a", A));
    submit(host, Requests.open("b", B));
    workAll(host);
    submit(host, Requests.generate("g", A, 30, 1));
    IntStream.range(0, 10).forEach(at -> host.work());
    engine.quanta.clear();
    submit(host, Requests.learnPolicy("l", B));
    workAll(host);
    assertThat(engine.quanta.subList(0, 6))
        .containsExactly("decode 1", "learn 1", "decode 1", "learn 1", "decode 1", "decode 1");
  }

  @Test
  void scoringAndDecodingTakeTurns() {
    ModelHost host = host(LIMITS);
    submit(host, Requests.open("a", A));
    submit(host, Requests.generate("g", A, 3, 1));
    IntStream.range(0, 9).forEach(at -> submit(host, Requests.score("s" + at, A, 1, 2)));
    workAll(host);
    assertThat(engine.quanta)
        .containsExactly("administer", "admit 1", "decode 1", "score 8", "decode 1", "score 1", "decode 1");
  }

  @Test
  void whatDoesNotFitIsRefusedAtOnceAndFitsLater() {
    ModelHost host = host(new ModelHostSettings.Limits(2, 8, 64, 32, 64, 4, 6, 6));
    submit(host, Requests.open("1", A));
    submit(host, Requests.open("2", A));
    submit(host, Requests.open("3", A));
    assertThat(replies).containsExactly(new Refused(
        "3", Refused.Reason.QUEUE_FULL, "the queue holds 2 requests, at most 2; ask again later"));
    workAll(host);
    submit(host, Requests.open("3", A));
    workAll(host);
    assertThat(ids()).containsExactly("3", "1", "2", "3");
  }

  @Test
  void aPairThatNobodyOpenedIsRefusedByName() {
    ModelHost host = host(LIMITS);
    submit(host, Requests.generate("g", A, 1, 1));
    submit(host, Requests.score("s", A, 1, 2));
    submit(host, Requests.learnPolicy("l", A));
    submit(host, new HostRequest.Save("v", A));
    submit(host, new HostRequest.Derive("d", B, List.of(A), 0, 1));
    workAll(host);
    String detail = "adapter pair 'a' is unknown: open, derive or load it first";
    assertThat(replies).hasSize(5).allSatisfy(reply -> {
      Refused.Reason reason = reply.requestId().equals("d") ? Refused.Reason.INVALID : Refused.Reason.PAIR_LOST;
      assertThat(reply).isEqualTo(new Refused(reply.requestId(), reason, detail));
    });
    assertThat(host.isIdle()).isTrue();
  }

  @Test
  void onePairTooManyIsRefused() {
    ModelHost host = host(LIMITS);
    IntStream.range(0, 7).forEach(at -> submit(host, Requests.open("o" + at, new AdapterPairId("p" + at))));
    submit(host, Requests.open("again", new AdapterPairId("p0")));
    workAll(host);
    assertThat(replies.get(6)).isEqualTo(
        new Refused("o6", Refused.Reason.INVALID, "the host holds 6 adapter pairs, as many as it may"));
    assertThat(replies.get(7)).isInstanceOf(HostReply.Opened.class);
  }

  @Test
  void aFailureIsAnsweredAndTheHostGoesOn() {
    engine.versions.put(PlainEngine.BROKEN, new long[2]);
    engine.versions.put(A, new long[2]);
    ModelHost host = host(LIMITS);
    submit(host, Requests.generate("g", PlainEngine.BROKEN, 1, 1));
    submit(host, Requests.score("s", PlainEngine.BROKEN, 1, 2));
    submit(host, Requests.learnWorld("l", PlainEngine.BROKEN));
    submit(host, new HostRequest.Save("v", PlainEngine.BROKEN));
    workAll(host);
    assertThat(replies).hasSize(4).allSatisfy(reply -> {
      assertThat(((Refused) reply).reason()).isEqualTo(Refused.Reason.FAILED);
      assertThat(((Refused) reply).detail()).isEqualTo("IllegalStateException: out of memory");
    });
    submit(host, Requests.generate("g2", A, 1, 1));
    workAll(host);
    assertThat(replies.getLast()).isInstanceOf(HostReply.Generated.class);
    assertThat(host.figures().refused()).isEqualTo(4);
  }

  @Test
  void aFailureWhileDecodingIsAnsweredToEveryRow() {
    engine.versions.put(A, new long[2]);
    ModelHost host = host(LIMITS);
    HostRequest.Generate good = Requests.generate("good", A, 5, 1);
    submit(host, good);
    submit(host, new HostRequest.Generate("bad", A, good.active(), Tokens.of(1),
        new Sampling(1, 1, 5, List.of(), -1)));
    submit(host, Requests.learnPolicy("learn", A));
    workAll(host);
    assertThat(ids()).containsExactly("good", "bad", "learn");
    assertThat(((Refused) replies.get(0)).reason()).isEqualTo(Refused.Reason.FAILED);
    assertThat(replies.get(2)).isInstanceOf(HostReply.Learned.class);
  }

  @Test
  void closingAnswersWhatIsLeft() {
    ModelHost host = host(LIMITS);
    submit(host, Requests.open("o", A));
    submit(host, Requests.learnPolicy("l", A));
    submit(host, Requests.generate("g", A, 1, 1));
    IntStream.range(0, 2).forEach(at -> host.work());
    host.close();
    submit(host, Requests.open("late", A));
    assertThat(ids()).containsExactly("o", "l", "g", "late");
    assertThat(replies.subList(1, 4)).allSatisfy(reply ->
        assertThat(((Refused) reply).reason()).isEqualTo(Refused.Reason.PAIR_LOST));
    assertThat(engine.closed).isTrue();
  }

  @Test
  void aRequestAskedAgainWhileItWaitsIsServedOnceAndAnsweredTwice() {
    engine.versions.put(A, new long[2]);
    ModelHost host = host(LIMITS);
    submit(host, Requests.learnPolicy("l", A));
    submit(host, Requests.learnPolicy("l", A));
    submit(host, Requests.learnWorld("l", A));
    workAll(host);
    assertThat(ids()).containsExactly("l", "l", "l");
    assertThat(replies.getFirst()).isEqualTo(
        new Refused("l", Refused.Reason.INVALID, "another request of this id waits for its answer"));
    assertThat(replies.get(1)).isEqualTo(replies.get(2)).isInstanceOf(HostReply.Learned.class);
    assertThat(engine.versions).containsEntry(A, new long[] {1, 0});
  }

  @Test
  void inAnyStormEveryRequestIsAnsweredOnceAsIfItsPairHadBeenAlone() {
    for (int seed = 0; seed < 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<HostRequest> requests = storm(random);
      Map<String, HostReply> together = answers(requests, random.nextInt(1, 40), random);
      Map<String, HostReply> oneByOne = answers(requests, Integer.MAX_VALUE, random);
      assertThat(together).as("seed %d", seed).hasSize(requests.size()).isEqualTo(oneByOne);
    }
  }

  private static List<HostRequest> storm(SplittableRandom random) {
    List<HostRequest> requests = new ArrayList<>();
    for (int at = 0; at < 120; at++) {
      AdapterPairId pair = new AdapterPairId("p" + random.nextInt(5));
      AdapterPairId other = new AdapterPairId("p" + random.nextInt(5));
      String id = "r" + at;
      requests.add(switch (random.nextInt(12)) {
        case 0 -> Requests.open(id, pair);
        case 1, 2 -> Requests.learnPolicy(id, pair);
        case 3 -> Requests.learnWorld(id, pair);
        case 4 -> new HostRequest.Derive(id, pair, List.of(other, pair), 0, 1);
        case 5 -> new HostRequest.Save(id, pair);
        case 6, 7 -> Requests.score(id, pair, 1, 2);
        default -> Requests.generate(id, pair, random.nextInt(1, 9), 1);
      });
    }
    return requests;
  }

  /** Answers by id; a burst of {@link Integer#MAX_VALUE} stands for one request at a time. */
  private static Map<String, HostReply> answers(List<HostRequest> requests, int burst, SplittableRandom random) {
    PlainEngine engine = new PlainEngine(8);
    long[] nowNs = {0};
    ModelHost host = new ModelHost(engine, LIMITS, () -> nowNs[0] += random.nextInt(1_000), HostMeter.SILENT);
    Map<String, HostReply> answers = new ConcurrentHashMap<>();
    for (HostRequest request : requests) {
      host.submit(request, reply -> assertThat(answers.put(reply.requestId(), reply)).isNull());
      if (burst == Integer.MAX_VALUE) {
        workAll(host);
      } else if (random.nextInt(burst) == 0) {
        host.work();
      }
    }
    workAll(host);
    assertThat(host.isIdle()).isTrue();
    host.close();
    return new TreeMap<>(answers);
  }
}
