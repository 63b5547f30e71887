package org.collegium.scenarios.clusterproof;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Each node in a network namespace of its own, with two cables: one to a bridge over which nodes and clients speak, one
 * to a bridge over which they reach the database. A node is cut off by taking the first cable out at the bridge: what
 * is under way is dropped and nobody is told, while the database stays. Needs root, and {@code ip}.
 */
final class Namespaces implements Network {
  private static final String NODES = "10.213.1.";
  private static final String SERVICES = "10.213.2.";

  private final List<List<String>> undo = new ArrayList<>();
  private final String mark;
  private final Thread interrupted = Thread.ofPlatform().unstarted(this::takeAway);

  private Namespaces(String mark) {
    this.mark = mark;
  }

  /** Why there can be none here, in one line; empty when there can. */
  static Optional<String> obstacle() {
    String probe = "clgp" + ProcessHandle.current().pid() % 100_000;
    try {
      ip("netns", "add", probe);
      ip("netns", "del", probe);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(
          "network namespaces cannot be made here (root and the program ip are needed): " + e.getMessage());
    }
  }

  /** Makes a network for so many nodes; it is taken away when this is closed. */
  static Namespaces make(int nodes) throws IOException {
    Namespaces made = new Namespaces("clg" + ProcessHandle.current().pid() % 100_000);
    Runtime.getRuntime().addShutdownHook(made.interrupted);
    try {
      made.bridge("n", NODES);
      made.bridge("s", SERVICES);
      for (int node = 0; node < nodes; node++) {
        made.namespace(node);
      }
      return made;
    } catch (IOException e) {
      made.close();
      throw e;
    }
  }

  private void bridge(String kind, String network) throws IOException {
    String bridge = mark + kind;
    make(List.of("link", "del", bridge), "link", "add", "name", bridge, "type", "bridge");
    ip("addr", "add", network + "1/24", "dev", bridge);
    ip("link", "set", bridge, "up");
  }

  private void namespace(int node) throws IOException {
    make(List.of("netns", "del", space(node)), "netns", "add", space(node));
    inside(node, "link", "set", "lo", "up");
    cable(node, "n", NODES);
    cable(node, "s", SERVICES);
  }

  private void cable(int node, String kind, String network) throws IOException {
    String there = "eth" + kind;
    make(
        List.of("link", "del", plug(node, kind)),
        "link", "add", plug(node, kind), "type", "veth", "peer", "name", there, "netns", space(node));
    ip("link", "set", plug(node, kind), "master", mark + kind);
    ip("link", "set", plug(node, kind), "up");
    inside(node, "addr", "add", network + (10 + node) + "/24", "dev", there);
    inside(node, "link", "set", there, "up");
  }

  private String space(int node) {
    return mark + "x" + node;
  }

  private String plug(int node, String kind) {
    return mark + kind + node;
  }

  @Override
  public String address(int node) {
    return NODES + (10 + node);
  }

  @Override
  public List<String> prefix(int node) {
    return List.of("ip", "netns", "exec", space(node));
  }

  @Override
  public String outside() {
    return SERVICES + "1";
  }

  @Override
  public void cut(int node) throws IOException {
    ip("link", "set", plug(node, "n"), "nomaster");
  }

  @Override
  public void heal(int node) throws IOException {
    ip("link", "set", plug(node, "n"), "master", mark + "n");
  }

  @Override
  public void close() throws IOException {
    Runtime.getRuntime().removeShutdownHook(interrupted);
    Optional<IOException> failure = takeAway();
    if (failure.isPresent()) {
      throw failure.get();
    }
  }

  /** Takes away everything that was made, the last first. */
  private Optional<IOException> takeAway() {
    Optional<IOException> failure = Optional.empty();
    for (List<String> each : undo.reversed()) {
      try {
        ip(each.toArray(String[]::new));
      } catch (IOException e) {
        failure = failure.or(() -> Optional.of(e));
      }
    }
    undo.clear();
    return failure;
  }

  private void make(List<String> undoing, String... arguments) throws IOException {
    ip(arguments);
    undo.add(undoing);
  }

  private void inside(int node, String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of("-n", space(node)));
    all.addAll(List.of(arguments));
    ip(all.toArray(String[]::new));
  }

  private static void ip(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    try {
      if (process.waitFor() != 0) {
        throw new IOException(String.join(" ", command) + ": " + said);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(String.join(" ", command) + ": interrupted", e);
    }
  }
}
