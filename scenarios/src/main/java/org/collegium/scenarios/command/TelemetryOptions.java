package org.collegium.scenarios.command;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Stack;
import org.collegium.scenarios.configuration.InvalidInputException;
import org.collegium.scenarios.telemetry.KamonTelemetry;
import org.collegium.scenarios.telemetry.ProcessTelemetry;
import org.collegium.scenarios.telemetry.TelemetrySettings;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What of a process is measured, for commands that run something. */
final class TelemetryOptions {
  private static final String WITH_AGENT = "--telemetry=agent";

  @Option(
      names = "--telemetry",
      arity = "0..1",
      paramLabel = "agent",
      parameterConsumer = Consumer.class,
      description = {
        "Offer metrics to Prometheus at 127.0.0.1:9095/metrics; see collegium-telemetry.conf. With =agent also those",
        "of actors, dispatchers, sharding and remoting, which the Kanela agent takes."
      })
  private Optional<Depth> depth = Optional.empty();

  /** What is measured. */
  enum Depth {
    OWN_METRICS,
    WITH_AGENT
  }

  /** A scenario that stands behind the option is no value of it. */
  static final class Consumer implements IParameterConsumer {
    @Override
    public void consumeParameters(Stack<String> arguments, ArgSpec option, CommandSpec command) {
      boolean isValue = !arguments.isEmpty() && arguments.peek().equals("agent");
      if (isValue) {
        arguments.pop();
      }
      option.setValue(Optional.of(isValue ? Depth.WITH_AGENT : Depth.OWN_METRICS));
    }
  }

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
    if (depth.isEmpty()) {
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
    if (depth.equals(Optional.of(Depth.WITH_AGENT)) && !isThere("kanela.agent.Kanela")) {
      throw new InvalidInputException(
          WITH_AGENT + ": the Kanela agent is not attached; write it as one word and start by ./collegium");
    }
  }

  private static boolean isThere(String type) {
    return Optional.ofNullable(ClassLoader.getSystemResource(type.replace('.', '/') + ".class")).isPresent();
  }
}
