package org.collegium.modelhost.host;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.collegium.modelhost.protocol.AdapterPairId;
import org.collegium.modelhost.protocol.HostRequest;
import org.collegium.modelhost.telemetry.HostMeter;

/** A host without a model, for tests of what stands around hosts. */
public final class PlainHost {
  private final CountDownLatch gate;
  private final LinkedBlockingQueue<Quantum> quanta = new LinkedBlockingQueue<>();

  /** What was computed where; the last one is {@code close}. */
  public record Quantum(String what, Thread thread) {}

  /**
   * @param gate what opening it waits for
   */
  public PlainHost(CountDownLatch gate) {
    this.gate = gate;
  }

  /** Opens it. */
  public ModelHost open(int queueMax) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    ModelHostSettings.Limits limits = new ModelHostSettings.Limits(queueMax, 64, 64, 32, 64, 64, 64, 64);
    return new ModelHost(new PlainEngine(64, this::note), limits, () -> 0, HostMeter.SILENT);
  }

  private void note(String what) {
    quanta.add(new Quantum(what, Thread.currentThread()));
    if (what.startsWith("score")) {
      throw new AssertionError("the native engine is gone");
    }
  }

  /** Waits until the host is closed; returns what it computed. */
  public List<Quantum> untilClosed() throws InterruptedException {
    List<Quantum> all = new ArrayList<>();
    do {
      all.add(quanta.take());
    } while (!all.getLast().what().equals("close"));
    return all;
  }

  /** Opens a pair. */
  public static HostRequest open(String id, String pair) {
    return Requests.open(id, new AdapterPairId(pair));
  }

  /** Takes the host down: a failure that no request can be blamed for. */
  public static HostRequest fatal(String id, String pair) {
    return Requests.score(id, new AdapterPairId(pair), 1, 2);
  }

  /** Generates tokens. */
  public static HostRequest generate(String id, String pair, int tokens) {
    return Requests.generate(id, new AdapterPairId(pair), tokens, 1);
  }
}
