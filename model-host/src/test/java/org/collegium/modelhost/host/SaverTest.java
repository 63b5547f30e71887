package org.collegium.modelhost.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.collegium.modelhost.protocol.AdapterPairId;
import org.collegium.modelhost.protocol.AdapterStamp;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostReply.Refused;
import org.collegium.modelhost.protocol.HostReply.Saved;
import org.collegium.modelhost.protocol.HostRequest;
import org.collegium.modelhost.store.StoreAwayException;
import org.collegium.modelhost.telemetry.HostMeter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A host whose disk is slow or broken. */
class SaverTest {
  private static final AdapterPairId A = new AdapterPairId("a");
  private static final AdapterPairId B = new AdapterPairId("b");

  private final PlainEngine engine = new PlainEngine(8);
  private final ModelHost host =
      new ModelHost(engine, new ModelHostSettings.Limits(2, 8, 64, 32, 64, 4, 6, 6), () -> 0, HostMeter.SILENT);
  private final BlockingQueue<HostReply> replies = new LinkedBlockingQueue<>();
  private final CountDownLatch disk = new CountDownLatch(1);
  private final CountDownLatch writing = new CountDownLatch(1);

  @AfterEach
  void close() {
    disk.countDown();
    host.close();
  }

  private void slowDisk() {
    engine.disk = () -> {
      writing.countDown();
      try {
        disk.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    };
  }

  private void serve(HostRequest request) {
    host.submit(request, replies::add);
    int quanta = 0;
    while (host.work()) {
      quanta++;
      assertThat(quanta).isLessThan(1_000);
    }
  }

  private HostReply next() throws InterruptedException {
    HostReply reply = replies.poll(60, TimeUnit.SECONDS);
    assertThat(reply).as("a reply within a minute").isNotNull();
    return reply;
  }

  @Test
  void aSlowDiskHoldsUpNobody() throws InterruptedException {
    slowDisk();
    serve(Requests.open("open", A));
    serve(new HostRequest.Save("save", A));
    assertThat(host.isIdle()).isTrue();
    serve(Requests.learnPolicy("learn", A));
    serve(Requests.generate("generate", A, 2, 1));
    assertThat(List.of(next(), next(), next()))
        .extracting(HostReply::requestId)
        .containsExactly("open", "learn", "generate");
    disk.countDown();
    assertThat(next()).isEqualTo(new Saved("save", new AdapterStamp(0, ""), new AdapterStamp(0, "")));
  }

  @Test
  void morePairsThanMayWaitAreRefusedAndFitLater() throws InterruptedException {
    slowDisk();
    serve(Requests.open("open", A));
    serve(new HostRequest.Save("0", A));
    assertThat(writing.await(60, TimeUnit.SECONDS)).isTrue();
    for (String id : List.of("1", "2", "3")) {
      serve(new HostRequest.Save(id, A));
    }
    assertThat(host.figures().queued()).isEqualTo(2);
    assertThat(next().requestId()).isEqualTo("open");
    assertThat(next()).isEqualTo(new Refused(
        "3", Refused.Reason.QUEUE_FULL, "2 pairs wait to be saved, as many as may; ask again later"));
    disk.countDown();
    assertThat(List.of(next(), next(), next())).extracting(HostReply::requestId).containsExactly("0", "1", "2");
    serve(new HostRequest.Save("3", A));
    assertThat(next()).isInstanceOf(Saved.class);
  }

  @Test
  void aDiskThatFailsIsAnsweredInOneLineAndTheNextPairIsTried() throws InterruptedException {
    engine.disk = () -> {
      throw new IllegalStateException("no space left\nat line 7");
    };
    serve(Requests.open("open", A));
    serve(new HostRequest.Save("1", A));
    assertThat(next().requestId()).isEqualTo("open");
    assertThat(next())
        .isEqualTo(new Refused("1", Refused.Reason.FAILED, "IllegalStateException: no space left"));
    engine.disk = () -> {};
    serve(new HostRequest.Save("2", A));
    assertThat(next()).isInstanceOf(Saved.class);
    host.close();
    assertThat(host.figures().refused()).isEqualTo(1);
    assertThat(host.figures().answered()).isEqualTo(2);
  }

  @Test
  void whatWaitsIsWrittenTogetherAndAloneWhenThatFails() throws InterruptedException {
    slowDisk();
    AtomicInteger writes = new AtomicInteger();
    serve(Requests.open("open", A));
    serve(Requests.open("open-b", B));
    serve(new HostRequest.Save("0", A));
    assertThat(writing.await(60, TimeUnit.SECONDS)).isTrue();
    serve(new HostRequest.Save("1", A));
    serve(new HostRequest.Save("2", B));
    engine.disk = () -> {
      if (writes.incrementAndGet() <= 2) {
        throw new IllegalStateException("one of them does not fit");
      }
    };
    disk.countDown();
    assertThat(List.of(next(), next(), next())).extracting(HostReply::requestId)
        .containsExactly("open", "open-b", "0");
    assertThat(next())
        .isEqualTo(new Refused("1", Refused.Reason.FAILED, "IllegalStateException: one of them does not fit"));
    assertThat(next()).isEqualTo(new Saved("2", new AdapterStamp(0, ""), new AdapterStamp(0, "")));
    assertThat(writes).as("both together, then each alone").hasValue(3);
  }

  @Test
  void aStoreThatIsAwayRefusesAllThatWaitAfterOneAttempt() throws InterruptedException {
    slowDisk();
    AtomicInteger writes = new AtomicInteger();
    serve(Requests.open("open", A));
    serve(Requests.open("open-b", B));
    serve(new HostRequest.Save("0", A));
    assertThat(writing.await(60, TimeUnit.SECONDS)).isTrue();
    serve(new HostRequest.Save("1", A));
    serve(new HostRequest.Save("2", B));
    engine.disk = () -> {
      writes.incrementAndGet();
      throw new StoreAwayException("the server is gone", new IOException("gone"));
    };
    disk.countDown();
    assertThat(List.of(next(), next(), next())).extracting(HostReply::requestId)
        .containsExactly("open", "open-b", "0");
    assertThat(next()).isEqualTo(new Refused("1", Refused.Reason.STORE_AWAY, "the server is gone"));
    assertThat(next()).isEqualTo(new Refused("2", Refused.Reason.STORE_AWAY, "the server is gone"));
    assertThat(writes).hasValue(1);
    engine.disk = () -> {};
    serve(new HostRequest.Save("1", A));
    assertThat(next()).isInstanceOf(Saved.class);
  }

  @Test
  void closingWritesWhatWaits() {
    slowDisk();
    serve(Requests.open("open", A));
    serve(new HostRequest.Save("1", A));
    serve(new HostRequest.Save("2", A));
    disk.countDown();
    host.close();
    assertThat(replies).hasSize(3).noneMatch(Refused.class::isInstance);
    assertThat(engine.closed).isTrue();
  }
}
