package org.collegium.scenarios.telemetry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import kamon.Kamon;
import org.collegium.agents.identity.AgentId;
import org.collegium.modelhost.telemetry.HostMeter;
import org.collegium.organization.telemetry.OrganizationMeter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.jdk.javaapi.FutureConverters;

/** Telemetry by Kamon: an endpoint for Prometheus, and spans in a file. One a process, because Kamon is. */
public final class KamonTelemetry implements ProcessTelemetry {
  private static final Logger LOG = LoggerFactory.getLogger(KamonTelemetry.class);

  /** How long the last spans may take on their way out. */
  private static final long STOP_S_MAX = 10;

  private final TelemetrySettings settings;
  private final LogMetrics logs = new LogMetrics();
  private final Spans spans = new Spans();

  private KamonTelemetry(TelemetrySettings settings) {
    this.settings = settings;
  }

  /**
   * Starts Kamon.
   *
   * @param node name of this process among those that take part in a run
   * @throws UncheckedIOException when the endpoint's port is taken, or spans are wanted and cannot be written
   */
  public static KamonTelemetry start(TelemetrySettings settings, String node) {
    requireFreePort(settings);
    Kamon.initWithoutAttaching(settings.kamon());
    settings.traces().ifPresent(file -> Kamon.addReporter("spans", new SpanFile(Path.of(file), node)));
    return new KamonTelemetry(settings);
  }

  @Override
  public List<String> whereabouts() {
    List<String> lines = new ArrayList<>();
    lines.add("Metrics: http://" + settings.hostname() + ":" + settings.port() + "/metrics");
    settings.traces().ifPresent(file -> lines.add("Traces:  " + file));
    return lines;
  }

  @Override
  public HostMeter host(String run) {
    HostMetrics metrics = new HostMetrics(System::nanoTime);
    TraceIds ids = new TraceIds(run);
    return settings.traces().isPresent() ? new HostTraces(ids, spans, traced(ids), metrics) : metrics;
  }

  @Override
  public OrganizationMeter organizations(String run) {
    OrganizationMetrics metrics = new OrganizationMetrics(System::nanoTime, logs);
    TraceIds ids = new TraceIds(run);
    return settings.traces().isPresent()
        ? new AllMeters(List.of(metrics, new RoundTraces(ids, spans, traced(ids))))
        : metrics;
  }

  /** Kamon itself would only log that it cannot be had. */
  private static void requireFreePort(TelemetrySettings settings) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(settings.hostname(), settings.port()));
    } catch (IOException e) {
      throw new UncheckedIOException(
          settings.hostname() + ":" + settings.port() + ": metrics cannot be offered here: " + e.getMessage(), e);
    }
  }

  private Predicate<AgentId> traced(TraceIds ids) {
    return agent -> ids.placeOf(agent) < settings.agentsShare();
  }

  @Override
  public void close() {
    try {
      FutureConverters.asJava(Kamon.stop()).toCompletableFuture().get(STOP_S_MAX, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("the last telemetry may be lost: {}", e.toString());
    }
  }
}
