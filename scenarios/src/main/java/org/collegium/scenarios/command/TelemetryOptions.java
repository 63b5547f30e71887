package org.collegium.scenarios.command;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.collegium.scenarios.configuration.InvalidInputException;
import org.collegium.scenarios.telemetry.KamonTelemetry;
import org.collegium.scenarios.telemetry.ProcessTelemetry;
import org.collegium.scenarios.telemetry.TelemetrySettings;
import picocli.CommandLine.Option;

/** What of a process is measured, for commands that run something. */
final class TelemetryOptions {
  private static final String WITH_AGENT = "--telemetry=agent";

  @Option(
      names = "--telemetry",
      description = "Offer metrics to Prometheus at 127.0.0.1:9095/metrics; see collegium-telemetry.conf.")
  private boolean metrics;

  // A name of its own: as an optional value it would take the scenario behind it.
  @Option(
      names = WITH_AGENT,
      description = "The same, and those of actors, dispatchers and remoting by the Kanela agent.")
  private boolean agent;

  @Option(names = "--telemetry-port", paramLabel = "PORT", description = "Another port than 9095.")
  private Optional<Integer> port = Optional.empty();

  @Option(
      names = "--traces",
      paramLabel = "FILE",
      description = "Append the spans of rounds to a file, a JSON object a line.")
  private Optional<Path> traces = Optional.empty();

  /**
   * Starts what was asked for.
   *
   * @param node name of this process among those that take part in a run
   * @throws InvalidInputException when it cannot be had
   */
  ProcessTelemetry start(String node) {
    return start(node, ConfigFactory.empty());
  }

  /**
   * Starts what was asked for.
   *
   * @param file settings that stand above the defaults and below the options
   */
  ProcessTelemetry start(String node, Config file) {
    if (!metrics && !agent) {
      if (port.isPresent() || traces.isPresent()) {
        throw new InvalidInputException("--telemetry-port and --traces need --telemetry");
      }
      return ProcessTelemetry.OFF;
    }
    requireLibraries();
    try {
      return KamonTelemetry.start(TelemetrySettings.load(ConfigFactory.parseMap(given()).withFallback(file)), node);
    } catch (IllegalArgumentException | UncheckedIOException e) {
      throw new InvalidInputException(String.valueOf(e.getMessage()));
    }
  }

  private Map<String, Object> given() {
    Map<String, Object> given = new HashMap<>();
    port.ifPresent(number -> given.put("collegium.telemetry.port", number));
    traces.ifPresent(path -> given.put("collegium.telemetry.traces.file", path.toString()));
    return given;
  }

  /** The launcher puts the libraries on the class path and attaches the agent; whoever starts Java alone may not. */
  private void requireLibraries() {
    if (!isThere("kamon.Kamon")) {
      throw new InvalidInputException("--telemetry: Kamon is not on the class path; start by ./collegium");
    }
    if (agent && !isThere("kanela.agent.Kanela")) {
      throw new InvalidInputException(WITH_AGENT + ": the Kanela agent is not attached; start by ./collegium");
    }
  }

  private static boolean isThere(String type) {
    return Optional.ofNullable(ClassLoader.getSystemResource(type.replace('.', '/') + ".class")).isPresent();
  }
}
