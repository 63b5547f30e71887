package org.collegium.organization.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterSettingsTest {
  private static ClusterSettings settings(String... lines) {
    return ClusterSettings.of(
        ClusterSettings.resolved(
            ConfigFactory.parseString(
                String.join("\n", lines), ConfigParseOptions.defaults().setOriginDescription("node.conf"))));
  }

  private static String host(String host) {
    return "pekko.remote.artery.canonical.hostname = \"" + host + "\"";
  }

  @Test
  void everyWrongSettingIsToldInALine() {
    assertThatThrownBy(
            () -> settings("collegium.cluster.name = \"no name!\"", "pekko.cluster.roles = [agents, boss]"))
        .isInstanceOfSatisfying(InvalidSettingsException.class, wrong ->
            assertThat(wrong.lines())
                .containsExactly(
                    "node.conf: 1: collegium.cluster.name must be letters, digits, dots and hyphens, at most 63, was"
                        + " 'no name!'",
                    "unknown role 'boss'; a node is organization, agents or model-host, or several of them"));
  }

  @ParameterizedTest
  @CsvSource({"gpu-1.example.org,gpu-1.example.org-7355", "my_host,my-host-7355", "fe80::1,fe80--1-7355"})
  void aNodeWithoutANameIsCalledByHostAndPort(String host, String name) {
    assertThat(settings(host(host)).name()).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({"::1", "<getHostAddress>", "a-name.that-is.far-too-long.for-the-name.of-a-node.in.a.large.example.org"})
  void aNameThatNoClientWouldAcceptIsNotGivenByDefault(String host) {
    assertThatThrownBy(() -> settings(host(host)))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageStartingWith("node.conf: 1: the name of a node must be letters, digits, dots and hyphens")
        .hasMessageEndingWith("-7355': give --name");
    assertThat(settings(host(host), "collegium.cluster.node.name = mine").name()).isEqualTo("mine");
  }

  @Test
  void aPortThatIsDifferentEachTimeNamesNoNode() {
    String port = "pekko.remote.artery.canonical.port = 0";
    assertThatThrownBy(() -> settings(port))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessage("node.conf: 1: a port that is different each time gives the node no name: give --name");
    assertThat(settings(port, "collegium.cluster.node.name = mine").name()).isEqualTo("mine");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "pekko.remote.artery.canonical.port = 65536 | the port must be between 0 and 65535, was 65536",
    "collegium.agents.resend-after = 1ms | 'collegium.agents.resend-after': must be off or at least 4 ms, was 1ms",
    "collegium.organization.nudge-interval = 0s | nudge-interval': must be off or at least 4 ms, was 0s",
    "collegium.organization.log.compression = lz4 | log.compression': log.compression must be zstd or none, was lz4",
    "collegium.cluster.management.discovers-peers = true | needs collegium.cluster.management.enabled",
  })
  void valuesThatCannotBeUsedAreToldWithTheirPlaces(String line, String expected) {
    assertThatThrownBy(() -> settings(line))
        .isInstanceOfSatisfying(InvalidSettingsException.class, wrong -> assertThat(wrong.lines())
            .singleElement()
            .asString()
            .startsWith("node.conf: 1: ")
            .contains(expected));
  }

  @Test
  void whoCanReachANodeIsSeenFromWhereItListens() {
    assertThat(settings().listening()).isEqualTo(new ListeningAddress("127.0.0.1", 7355));
    assertThat(settings("pekko.remote.artery.bind { hostname = 0.0.0.0, port = 7 }").listening())
        .isEqualTo(new ListeningAddress("0.0.0.0", 7))
        .matches(address -> !address.isLoopback());
    assertThat(List.of("127.0.0.1", "127.1.2.3", "::1"))
        .allMatch(host -> new ListeningAddress(host, 1).isLoopback());
    assertThat(List.of("10.0.0.7", "no.such.host.invalid"))
        .noneMatch(host -> new ListeningAddress(host, 1).isLoopback());
  }
}
