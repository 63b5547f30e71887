package org.collegium.scenarios.crash;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.collegium.modelhost.fault.CrashPoints;

/**
 * This very program, to be started again as other processes: the same Java, class path and options.
 *
 * @param start everything before the arguments of the command line
 */
public record Program(List<String> start) {
  /** Copies the list. */
  public Program {
    start = List.copyOf(start);
  }

  /** Of the process that asks; agents that watch it, and places at which it is to crash, are not handed on. */
  public static Program ofThisProcess(String mainClass) {
    List<String> start = new ArrayList<>();
    start.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> !option.startsWith("-javaagent:") && !option.startsWith("-agentlib:"))
        .filter(option -> !option.startsWith("-D" + CrashPoints.PROPERTY))
        .forEach(start::add);
    start.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
    return new Program(start);
  }

  /**
   * Starts a process.
   *
   * @param properties system properties as {@code NAME=VALUE}
   * @param output what it prints goes there
   */
  public Child start(List<String> properties, List<String> arguments, Path output) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(start.getFirst());
    properties.forEach(property -> command.add("-D" + property));
    command.addAll(start.subList(1, start.size()));
    command.addAll(arguments);
    return Child.start(command, output);
  }
}
