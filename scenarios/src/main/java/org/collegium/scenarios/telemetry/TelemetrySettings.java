package org.collegium.scenarios.telemetry;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.Optional;

/**
 * Where telemetry is to be had.
 *
 * @param hostname address that the endpoint for Prometheus is bound to; loopback unless configured
 * @param port of the endpoint
 * @param traces file that spans are appended to, one JSON object a line; empty for no traces
 * @param agentsShare share of the agents whose spans are kept, 0 to 1; which ones follows from their ids
 * @param kamon everything Kamon is told
 */
public record TelemetrySettings(
    String hostname, int port, Optional<String> traces, double agentsShare, Config kamon) {
  /** Checks the ranges. */
  public TelemetrySettings {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("collegium.telemetry.port must be between 0 and 65535, was " + port);
    }
    if (!(agentsShare >= 0 && agentsShare <= 1)) {
      throw new IllegalArgumentException(
          "collegium.telemetry.traces.agents-share must be between 0 and 1, was " + agentsShare);
    }
  }

  /**
   * From system properties, what is given, {@code collegium-telemetry.conf} and all {@code reference.conf}.
   *
   * @param given its section {@code collegium.telemetry} stands above the defaults, for example in the file that a node
   *     was started with; the rest of it is not looked at
   */
  public static TelemetrySettings load(Config given) {
    Config config =
        ConfigFactory.defaultOverrides()
            .withFallback(given.withOnlyPath("collegium.telemetry"))
            .withFallback(ConfigFactory.parseResources("collegium-telemetry.conf"))
            .withFallback(ConfigFactory.defaultReferenceUnresolved())
            .resolve();
    Config own = config.getConfig("collegium.telemetry");
    String traces = own.getString("traces.file");
    return new TelemetrySettings(
        own.getString("hostname"),
        own.getInt("port"),
        traces.isEmpty() ? Optional.empty() : Optional.of(traces),
        own.getDouble("traces.agents-share"),
        config);
  }
}
