package org.collegium.organization.cluster.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.cluster.typed.SelfUp;
import org.apache.pekko.cluster.typed.Subscribe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManagementTest {
  private static final Config NODE =
      ConfigFactory.parseString("pekko.coordinated-shutdown.exit-jvm = off")
          .withFallback(ConfigFactory.parseResources("collegium-node.conf"))
          .withFallback(ConfigFactory.defaultReferenceUnresolved())
          .resolve();

  @Test
  void aNodeIsAliveFromTheStartAndReadyWhenItIsUpAndNothingStandsInItsWay() throws Exception {
    ManagementSettings settings = new ManagementSettings(true, "127.0.0.1", freePort(), false);
    AtomicReference<List<String>> obstacles = new AtomicReference<>(List.of("the model is being read"));
    ActorTestKit node = ActorTestKit.create("node", settings.over(NODE));
    try {
      Optional<String> address =
          Management.start(node.system(), settings, obstacles::get).toCompletableFuture().join();

      assertThat(address).hasValueSatisfying(uri -> assertThat(uri).contains(":" + settings.port()));
      assertThat(get(settings, "/alive").statusCode()).isEqualTo(200);
      assertThat(get(settings, "/ready").statusCode()).isEqualTo(500);

      obstacles.set(List.of());
      assertThat(get(settings, "/ready").body()).contains("ClusterMembershipCheck");
      up(node);
      assertThat(get(settings, "/ready").statusCode()).isEqualTo(200);
      assertThat(get(settings, "/cluster/members").body()).contains("\"status\":\"Up\"");

      obstacles.set(List.of("the log cannot be written"));
      assertThat(get(settings, "/ready"))
          .satisfies(answer -> assertThat(answer.statusCode()).isEqualTo(500))
          .satisfies(answer -> assertThat(answer.body()).contains("the log cannot be written"));
    } finally {
      node.shutdownTestKit();
    }
  }

  @Test
  void membersCannotBeMadeToLeave() throws Exception {
    ManagementSettings settings = new ManagementSettings(true, "127.0.0.1", freePort(), false);
    ActorTestKit node = ActorTestKit.create("node", settings.over(NODE));
    try {
      Management.start(node.system(), settings, List::of).toCompletableFuture().join();
      up(node);
      String self = Cluster.get(node.system()).selfMember().address().toString().replace("pekko://", "");
      HttpRequest leave =
          HttpRequest.newBuilder(uri(settings, "/cluster/members/" + self)).DELETE().build();

      assertThat(send(leave).statusCode()).isGreaterThanOrEqualTo(400);
      assertThat(get(settings, "/ready").statusCode()).isEqualTo(200);
    } finally {
      node.shutdownTestKit();
    }
  }

  @Test
  void nothingListensUnlessItIsEnabled() throws Exception {
    ManagementSettings settings = ManagementSettings.of(NODE);
    ActorTestKit node = ActorTestKit.create("node", settings.over(NODE));
    try {
      assertThat(settings).isEqualTo(new ManagementSettings(false, "127.0.0.1", 7626, false));
      assertThat(Management.start(node.system(), settings, List::of).toCompletableFuture().join()).isEmpty();
      assertThatThrownBy(() -> get(settings, "/alive")).isInstanceOf(IOException.class);
    } finally {
      node.shutdownTestKit();
    }
  }

  @Test
  void aNodeThatDiscoversItsPeersFormsAClusterByItself() throws Exception {
    ManagementSettings settings = new ManagementSettings(true, "127.0.0.1", freePort(), true);
    Config discovery =
        ConfigFactory.parseString(
            """
            pekko.discovery {
              method = config
              config.services.collegium.endpoints = [{ host = "127.0.0.1", port = %d }]
            }
            pekko.management.cluster.bootstrap {
              contact-point-discovery {
                service-name = collegium
                required-contact-point-nr = 1
                stable-margin = 100ms
                interval = 100ms
              }
              contact-point.filter-on-fallback-port = false
            }
            """
                .formatted(settings.port()));
    ActorTestKit node = ActorTestKit.create("node", settings.over(discovery.withFallback(NODE)));
    try {
      Management.start(node.system(), settings, List::of).toCompletableFuture().join();
      awaitUp(node);
      assertThat(get(settings, "/ready").statusCode()).isEqualTo(200);
    } finally {
      node.shutdownTestKit();
    }
  }

  @Test
  void whoCannotBeFoundCannotDiscover() {
    assertThatThrownBy(() -> new ManagementSettings(false, "127.0.0.1", 1, true))
        .hasMessageContaining("discovers-peers needs");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "discovers-peers = true | discovers-peers': needs collegium.cluster.management.enabled: peers find each other",
    "port = 65536 | port': must be between 0 and 65535, was 65536",
  })
  void whatCannotBeUsedIsToldWithItsPlace(String line, String expected) {
    Config node =
        ConfigFactory.parseString(
                "collegium.cluster.management {\n" + line + "\n}",
                ConfigParseOptions.defaults().setOriginDescription("node.conf"))
            .withFallback(NODE);
    assertThatThrownBy(() -> ManagementSettings.of(node))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("node.conf: 2: Invalid value at 'collegium.cluster.management." + expected);
  }

  @Test
  void aFolderThatCannotBeWrittenToIsAnObstacle(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    Readiness writable = Readiness.ofFolder(folder.resolve("new"));

    assertThat(writable.obstacles()).isEmpty();
    assertThat(folder.resolve("new")).isEmptyDirectory();
    assertThat(writable.and(Readiness.ofFolder(file)).obstacles())
        .singleElement()
        .satisfies(line -> assertThat(line).startsWith(file + ": cannot be written to"));
  }

  private static void up(ActorTestKit node) {
    Cluster cluster = Cluster.get(node.system());
    cluster.manager().tell(Join.create(cluster.selfMember().address()));
    awaitUp(node);
  }

  private static void awaitUp(ActorTestKit node) {
    ActorSystem<?> system = node.system();
    TestProbe<SelfUp> up = TestProbe.create(SelfUp.class, system);
    Cluster.get(system).subscriptions().tell(Subscribe.create(up.ref(), SelfUp.class));
    up.receiveMessage(Duration.ofSeconds(30));
  }

  private static HttpResponse<String> get(ManagementSettings settings, String path) throws Exception {
    return send(HttpRequest.newBuilder(uri(settings, path)).timeout(Duration.ofSeconds(10)).build());
  }

  private static HttpResponse<String> send(HttpRequest request) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
  }

  private static URI uri(ManagementSettings settings, String path) {
    return URI.create("http://127.0.0.1:" + settings.port() + path);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
