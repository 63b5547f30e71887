package org.collegium.scenarios.sharding;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.collegium.scenarios.crash.Child;
import org.collegium.scenarios.crash.Program;

/** A node of the cluster as a process on this machine. */
final class LocalNode implements AutoCloseable {
  private static final Duration LOOK_INTERVAL = Duration.ofMillis(100);
  private static final Duration ANSWER_MAX = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Making making;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Child process;
  private final Path output;

  /**
   * What a node is made of.
   *
   * @param folder of the node; what it prints stands beside it
   * @param configuration file of the cluster
   * @param join {@code HOST:PORT} of the first node; none for that one
   */
  record Making(
      Program program,
      String name,
      List<String> roles,
      int port,
      int managementPort,
      Path folder,
      Path configuration,
      List<String> join) {}

  /** What a node holds of the agents of a run. */
  record Holding(int shards, long agents) {}

  private LocalNode(Making making, Child process, Path output) {
    this.making = making;
    this.process = process;
    this.output = output;
  }

  /** Starts it; it need not be up yet. */
  static LocalNode start(Making making) throws IOException {
    Path output = Files.createTempFile(Files.createDirectories(making.folder().resolveSibling("printed")),
        making.name() + "-", ".txt");
    List<String> arguments = new ArrayList<>(List.of(
        "node",
        "--conf", making.configuration().toString(),
        "--name", making.name(),
        "--folder", making.folder().toString(),
        "--role", String.join(",", making.roles()),
        "--port", Integer.toString(making.port())));
    if (!making.join().isEmpty()) {
      arguments.addAll(List.of("--join", String.join(",", making.join())));
    }
    List<String> properties = List.of("collegium.cluster.management.port=" + making.managementPort());
    return new LocalNode(making, making.program().start(properties, arguments, output), output);
  }

  Making making() {
    return making;
  }

  String address() {
    return "127.0.0.1:" + making.port();
  }

  /**
   * Returns when it is a member.
   *
   * @throws ShardingFailedException when it ends before, or takes too long
   */
  void awaitUp(Duration max) throws IOException, InterruptedException {
    long untilNs = System.nanoTime() + max.toNanos();
    while (!Files.readString(output).contains(" is up at ")) {
      if (process.endsWithin(LOOK_INTERVAL) || System.nanoTime() > untilNs) {
        throw new ShardingFailedException(making.name() + " did not get up: " + Files.readString(output).strip());
      }
    }
  }

  /** Asks it to leave the cluster in order. */
  void askToLeave() {
    process.askToEnd();
  }

  /**
   * Returns when the process is gone.
   *
   * @throws ShardingFailedException when it takes too long
   */
  void awaitGone(Duration max) throws InterruptedException {
    if (!process.endsWithin(max)) {
      throw new ShardingFailedException(making.name() + " has not left after " + max.toSeconds() + " s");
    }
  }

  /**
   * What it holds of a run's agents, as its management endpoint says; nothing when a loaded node does not say so in
   * time.
   *
   * @param shardingType name of the kind of entities
   */
  Holding holding(String shardingType) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + making.managementPort() + "/cluster/shards/" + shardingType);
    HttpResponse<String> answer;
    try {
      answer =
          http.send(HttpRequest.newBuilder(uri).timeout(ANSWER_MAX).build(), HttpResponse.BodyHandlers.ofString());
    } catch (HttpTimeoutException late) {
      return new Holding(0, 0);
    }
    if (answer.statusCode() != 200) {
      return new Holding(0, 0);
    }
    int shards = 0;
    long agents = 0;
    for (JsonNode shard : JSON.readTree(answer.body()).path("regions")) {
      shards++;
      agents += shard.path("numEntities").asLong();
    }
    return new Holding(shards, agents);
  }

  @Override
  public void close() {
    http.close();
    process.close();
  }
}
