package org.collegium.organization.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.collegium.organization.cluster.ClusterNode.Ending;
import org.collegium.organization.durable.StateDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes at addresses that cannot be had. */
class TakenAddressTest {
  @TempDir private Path folder = Path.of("");

  private ClusterNode start(String host, int port, Map<String, ?> more) {
    Config config =
        ClusterSettings.resolved(
            ConfigFactory.parseMap(more)
                .withFallback(
                    ConfigFactory.parseMap(
                        Map.of(
                            "pekko.remote.artery.canonical.hostname", host,
                            "pekko.remote.artery.canonical.port", port,
                            "collegium.cluster.node.folder", folder.resolve("node").toString()))));
    Config states = StateDatabase.prepare(folder.resolve("state")).settings();
    return ClusterNode.start(
        ClusterSettings.of(config),
        states.withFallback(config),
        ClusterNodeTest.NO_RUNS,
        ClusterNodeTest.Store.SHARED,
        List.of(),
        _ -> {});
  }

  private static ServerSocket taken() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = taken()) {
      return socket.getLocalPort();
    }
  }

  private static String told(int port) {
    return "127.0.0.1:" + port + ": cannot be listened at: Address already in use";
  }

  @Test
  void aNodeWhosePortIsTakenIsNotStarted() throws Exception {
    try (ServerSocket taken = taken()) {
      assertThatThrownBy(() -> start("127.0.0.1", taken.getLocalPort(), Map.of()))
          .isInstanceOfSatisfying(
              InvalidSettingsException.class,
              wrong -> assertThat(wrong.lines()).containsExactly(told(taken.getLocalPort())));
    }
  }

  @Test
  void aNodeOfAHostThatNobodyKnowsIsNotStarted() throws Exception {
    int port = freePort();

    assertThatThrownBy(() -> start("no.such.host.invalid", port, Map.of()))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessage("no.such.host.invalid:" + port + ": cannot be listened at: the host is unknown");
  }

  @Test
  void aNodeWhoseManagementPortIsTakenIsRefused() throws Exception {
    try (ServerSocket taken = taken()) {
      Map<String, ?> management =
          Map.of(
              "collegium.cluster.management.enabled", true,
              "collegium.cluster.management.port", taken.getLocalPort());
      ClusterNode node = start("127.0.0.1", freePort(), management);

      assertThat(node.ending().toCompletableFuture().get(60, TimeUnit.SECONDS))
          .isEqualTo(new Ending(Ending.Kind.REFUSED, told(taken.getLocalPort())));
    }
  }
}
