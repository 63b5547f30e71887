package org.collegium.scenarios.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.collegium.organization.cluster.ClusterSettings;
import org.collegium.organization.cluster.management.ManagementSettings;
import org.collegium.organization.durable.AdapterStoreSettings;
import org.collegium.organization.durable.DatabaseSettings;
import org.collegium.organization.security.DevelopmentCertificates;
import org.collegium.organization.security.TlsSettings;
import org.collegium.scenarios.configuration.ClusterFile;
import org.junit.jupiter.api.Test;

class ClusterFilesTest {
  private static final Path CONF = Path.of("..", "conf");
  private static final Path KUBERNETES = CONF.resolve("kubernetes").resolve("base");

  private static Config resolved(Path file, Map<String, String> environment) {
    Config given = ConfigFactory.parseFile(file.toFile());
    return ClusterSettings.resolved(
        ConfigFactory.parseMap(environment).withFallback(given).resolve());
  }

  @Test
  void theExamplesConfigureNodes() throws IOException {
    try (Stream<Path> files = Files.list(CONF.resolve("cluster"))) {
      List<Path> all = files.filter(each -> each.toString().endsWith(".conf")).toList();
      assertThat(all).hasSizeGreaterThanOrEqualTo(3);
      for (Path file : all) {
        Config config = resolved(file, Map.of());
        ClusterFile.requireKnownKeys(config);
        ClusterSettings.of(config);
        DatabaseSettings database = DatabaseSettings.read(config, Map.of(DatabaseSettings.PASSWORD_VARIABLE, "x"));
        assertThat(database).as("%s", file).isInstanceOf(DatabaseSettings.Shared.class);
        AdapterStoreSettings.read(config, database);
        assertThat(TlsSettings.read(config) instanceof TlsSettings.Mutual)
            .as("%s", file)
            .isEqualTo(!file.endsWith("laptop.conf"));
        assertThat(ManagementSettings.of(config).hostname()).isEqualTo("127.0.0.1");
      }
    }
  }

  @Test
  void whatHasNoDefaultOrIsOfLibrariesIsKnownToo() {
    ClusterFile.requireKnownKeys(
        ClusterSettings.resolved(
            ConfigFactory.parseString(
                """
                collegium {
                  cluster.database { url = u, user = u, password-file = f, password = "is refused elsewhere" }
                  cluster.management.port = 1
                  organization { log.segment-size = 1 MiB, nudge-interval = 5s }
                  agents { resend-after = 15s, summary-tokens-max = 1 }
                  telemetry { interval = 1s, traces.file = f }
                  model-host.dispatcher.thread-pool-executor.fixed-pool-size = 1
                  serialization.codecs.mine = "a.Class"
                }
                kamon.trace.sampler = never
                """)));
  }

  @Test
  void betweenTwoNodesAsManyRequestsAndAnswersWaitAsAModelHostTakes() {
    int requests = ConfigFactory.parseFile(CONF.resolve("reference.conf").toFile()).getInt("model.queue-max");
    Config transport = ClusterSettings.resolved(ConfigFactory.empty()).getConfig("pekko.remote.artery.advanced");
    assertThat(transport.getInt("outbound-message-queue-size")).isGreaterThanOrEqualTo(requests);
    assertThat(transport.getInt("outbound-large-message-queue-size")).isGreaterThanOrEqualTo(requests);
  }

  @Test
  void podsAreConfiguredAsTheirFilesSay() throws IOException {
    Map<String, String> environment =
        Map.of("POD_IP", "10.1.2.3", "COLLEGIUM_ROLE", "agents", "COLLEGIUM_HOST", "a-0.agents.example");
    Config config = resolved(KUBERNETES.resolve("node.conf"), environment);
    ClusterFile.requireKnownKeys(config);
    ClusterSettings.of(config);
    assertThat(ManagementSettings.of(config)).isEqualTo(new ManagementSettings(true, "10.1.2.3", 8558, true));
    DatabaseSettings database = DatabaseSettings.read(config, Map.of(DatabaseSettings.PASSWORD_VARIABLE, "x"));
    assertThat(AdapterStoreSettings.read(config, database)).isInstanceOf(AdapterStoreSettings.SharedDatabase.class);
    Path secrets = Path.of("/run/secrets/collegium/tls");
    assertThat(TlsSettings.read(config))
        .isEqualTo(
            new TlsSettings.Mutual(
                secrets.resolve("agents.p12"), secrets.resolve("trust.p12"), secrets.resolve("password")));
    assertThat(config.getString("pekko.remote.artery.bind.hostname")).isEqualTo("10.1.2.3");
    int pods =
        KubernetesManifests.in(KUBERNETES).stream()
            .filter(StatefulSet.class::isInstance)
            .mapToInt(set -> ((StatefulSet) set).getSpec().getReplicas())
            .sum();
    int required =
        config.getInt("pekko.management.cluster.bootstrap.contact-point-discovery.required-contact-point-nr");
    assertThat(2 * required).isGreaterThan(pods);
    assertThat(String.format(config.getString("pekko.discovery.kubernetes-api.pod-label-selector"), "collegium"))
        .isEqualTo("app.kubernetes.io/name=collegium");
  }

  @Test
  void theImageIsBuiltInTwoStagesFromPinnedImagesAndIsNotRoot() throws IOException {
    String file = Files.readString(Path.of("..", "Dockerfile"));
    List<String> stages = file.lines().filter(line -> line.startsWith("FROM ")).toList();
    assertThat(stages).hasSize(2).allMatch(line -> line.matches("FROM \\S+:25[^ ]*\\d[^ ]*( AS \\w+)?"));
    assertThat(file.lines().filter(line -> line.startsWith("USER "))).containsExactly("USER 10001:10001");
    Matcher entry = Pattern.compile("ENTRYPOINT \\[\"/opt/collegium/(.*)\"]").matcher(file);
    assertThat(entry.find()).isTrue();
    assertThat(Path.of("..", entry.group(1))).isExecutable();
    assertThat(Files.readString(Path.of("..", ".dockerignore")).lines()).contains("conf/tls/*", ".git");
  }

  @Test
  void theHostsInTheReadmeAreThoseOfThePods() throws IOException {
    String readme = Files.readString(CONF.resolve("kubernetes").resolve("README.md"));
    for (String role : List.of("organization", "agents", "model-host")) {
      String host = "*.collegium-" + role + ".collegium.svc.cluster.local";
      assertThat(readme).contains("--node " + role + " --host '" + host + "'");
      assertThat(new DevelopmentCertificates.Node(role, List.of(host)).hosts()).containsExactly(host);
    }
  }
}
