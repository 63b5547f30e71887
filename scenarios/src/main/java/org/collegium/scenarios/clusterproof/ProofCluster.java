package org.collegium.scenarios.clusterproof;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.collegium.modelhost.postgres.PostgresAccess;
import org.collegium.organization.durable.PostgresSchema;
import org.collegium.organization.registry.RunIdentity;
import org.collegium.scenarios.crash.Child;
import org.collegium.scenarios.crash.Program;

/** A cluster of processes on this machine. */
final class ProofCluster implements AutoCloseable {
  private static final Duration UP_MAX = Duration.ofMinutes(3);
  private static final int REACH_MAX_MS = 1_000;
  private static final Duration POLL_EVERY = Duration.ofMillis(100);

  private final ProofSetting setting;
  private final Network network;
  private final Path scratch;
  private final List<ProofNode> nodes = new ArrayList<>();
  private final List<String> addresses = new ArrayList<>();
  private final Forwarder forwarder;

  private ProofCluster(
      ProofSetting setting, Network network, List<NodePlan> plans, PostgresAccess database, Path scratch,
      String security)
      throws IOException {
    this.setting = setting;
    this.network = network;
    this.scratch = scratch;
    URI url = URI.create(database.url().substring("jdbc:".length()));
    this.forwarder = Forwarder.start(network.outside(), url.getPort());
    configure(
        database, "jdbc:postgresql://" + network.outside() + ":" + forwarder.port() + url.getPath(), security);
    for (int number = 0; number < plans.size(); number++) {
      addresses.add(network.address(number) + ":" + freePort());
      nodes.add(node(number, plans.get(number)));
    }
  }

  /**
   * Starts one and returns when all of its nodes are part of it.
   *
   * @param database without tables
   * @param scratch a folder of its own; made
   */
  static ProofCluster start(
      ProofSetting setting, Network network, List<NodePlan> plans, PostgresAccess database, Path scratch)
      throws IOException, InterruptedException, FaultException {
    return start(setting, network, plans, database, scratch, "");
  }

  /**
   * Starts one that is secured.
   *
   * @param security what its configuration says of that
   */
  static ProofCluster start(
      ProofSetting setting, Network network, List<NodePlan> plans, PostgresAccess database, Path scratch,
      String security)
      throws IOException, InterruptedException, FaultException {
    Files.createDirectories(scratch);
    PostgresSchema.create(database);
    ProofCluster cluster = new ProofCluster(setting, network, plans, database, scratch, security);
    try {
      cluster.nodes.getFirst().start();
      cluster.awaitUp(cluster.nodes.getFirst());
      for (ProofNode node : cluster.nodes.subList(1, plans.size())) {
        node.start();
      }
      for (ProofNode node : cluster.nodes) {
        cluster.awaitUp(node);
      }
      return cluster;
    } catch (IOException | InterruptedException | FaultException | RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  private void configure(PostgresAccess database, String url, String security) throws IOException {
    Path secret = scratch.resolve("password");
    Files.createFile(secret, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(secret, database.password().orElse(""));
    Files.writeString(
        configuration(),
        """
        collegium.cluster {
          name = proof
          database {
            kind = postgresql
            url = "%s"
            user = "%s"
            password-file = "%s"
          }
          adapters { store = directory, folder = "%s" }
        }
        %s
        """
            .formatted(url, database.user(), secret, scratch.resolve("adapters"), security));
  }

  /** The file that its nodes are configured by. */
  Path configuration() {
    return scratch.resolve("cluster.conf");
  }

  private ProofNode node(int number, NodePlan plan) {
    List<String> start = new ArrayList<>(network.prefix(number));
    if (!plan.processors().isEmpty()) {
      start.addAll(List.of("taskset", "-c", plan.processors()));
    }
    start.addAll(setting.program().start());
    List<String> arguments = new ArrayList<>(
        List.of(
            "node", "--conf", configuration().toString(), "--role", String.join(",", plan.roles()),
            "--name", plan.name(), "--folder", scratch.resolve(plan.name()).toString(),
            "--host", network.address(number),
            "--port", addresses.get(number).substring(addresses.get(number).indexOf(':') + 1)));
    if (number > 0) {
      arguments.addAll(List.of("--join", addresses.getFirst()));
    }
    return new ProofNode(plan, new Program(start), arguments, scratch);
  }

  /** Where its nodes are reached, {@code HOST:PORT}. */
  List<String> addresses() {
    return List.copyOf(addresses);
  }

  List<ProofNode> nodes() {
    return List.copyOf(nodes);
  }

  /**
   * Cuts a node off from the others.
   *
   * @throws IOException when that changes nothing for who calls it: nothing would be proved then
   */
  void cut(ProofNode node) throws IOException {
    int number = nodes.indexOf(node);
    String address = addresses.get(number);
    int port = Integer.parseInt(address.substring(address.indexOf(':') + 1));
    if (!isReached(network.address(number), port)) {
      throw new IOException(address + " is not reached even before it is cut off");
    }
    network.cut(number);
    if (isReached(network.address(number), port)) {
      throw new IOException(address + " is still reached although it is cut off");
    }
  }

  private static boolean isReached(String host, int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), REACH_MAX_MS);
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  void heal(ProofNode node) throws IOException {
    network.heal(nodes.indexOf(node));
  }

  /** Takes the database away from all nodes. */
  void cutDatabase() throws IOException {
    forwarder.cut();
  }

  /** Gives the database back. */
  void healDatabase() throws IOException {
    forwarder.heal();
  }

  /** A client that has the cluster play the run; the folder's name is the run's. */
  Child submit(Path folder) throws IOException {
    List<String> arguments =
        List.of(
            "run", setting.configuration().toString(), "--conf", configuration().toString(),
            "--cluster", String.join(",", addresses), "--out", folder.toString());
    return setting.program().start(List.of(), arguments, scratch.resolve("client.txt"));
  }

  /** Starts again what has ended as nodes do that may be; how many that were. */
  int supervise() throws IOException {
    int ended = 0;
    for (ProofNode node : nodes) {
      if (node.superviseOnce()) {
        ended++;
        setting.news().accept("  node " + node.plan().name() + " ended and is started again");
      }
    }
    return ended;
  }

  boolean areAllUp() throws IOException {
    for (ProofNode node : nodes) {
      if (!node.isUp()) {
        return false;
      }
    }
    return true;
  }

  private void awaitUp(ProofNode node) throws IOException, InterruptedException, FaultException {
    while (!node.isUp()) {
      if (!node.isAlive() || node.age().compareTo(UP_MAX) > 0) {
        throw new FaultException("a node did not come up: " + node.lastWords());
      }
      Thread.sleep(POLL_EVERY);
    }
  }

  /** Bytes that all nodes have written of a run; grows as long as anything happens. */
  long logBytes(String run) throws IOException {
    long bytes = 0;
    for (ProofNode node : nodes) {
      for (Path part : files(scratch.resolve(node.plan().name()))) {
        if (RunIdentity.nameIn(String.valueOf(part.getFileName())).equals(run)) {
          for (Path file : files(part.resolve("messages"))) {
            bytes += file.toFile().length();
          }
        }
      }
    }
    return bytes;
  }

  private static List<Path> files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> inside = Files.list(folder)) {
      return inside.toList();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() throws IOException {
    nodes.forEach(ProofNode::close);
    forwarder.close();
  }
}
