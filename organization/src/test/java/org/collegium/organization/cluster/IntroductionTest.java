package org.collegium.organization.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.Map;
import org.collegium.organization.cluster.proto.SubmitProto;
import org.junit.jupiter.api.Test;

/** What a client says of itself, and what a node makes of it. */
class IntroductionTest {
  private static Config config(Map<String, ?> given) {
    return ClusterSettings.resolved(ConfigFactory.parseMap(given));
  }

  private static Config named(String cluster) {
    return config(Map.of("collegium.cluster.name", cluster));
  }

  @Test
  void aClientThatWasToldNoClusterMayTalkToAny() {
    Introduction client = Introduction.of(config(Map.of()));

    assertThat(client.cluster()).isEmpty();
    assertThat(client.problem(ClusterSettings.of(named("laptop")))).isEmpty();
  }

  @Test
  void aClientOfAnotherClusterIsRefused() {
    Introduction client = Introduction.of(named("laptop"));

    assertThat(client.problem(ClusterSettings.of(named("laptop")))).isEmpty();
    assertThat(client.problem(ClusterSettings.of(config(Map.of()))))
        .contains("this cluster is named collegium, and the client was told laptop (collegium.cluster.name)");
  }

  @Test
  void aClientOfAnotherBuildIsRefusedAndSoIsOneThatDoesNotSayItsProtocol() {
    ClusterSettings node = ClusterSettings.of(config(Map.of("collegium.cluster.protocol-version", 3)));

    assertThat(Introduction.of(config(Map.of("collegium.cluster.protocol-version", 4))).problem(node))
        .contains("this cluster speaks protocol 3, this client 4: use the same build");
    assertThat(ClientCodecs.decode(SubmitProto.getDefaultInstance().getIntroduction()).problem(node))
        .contains("this cluster speaks protocol 3, this client an earlier one: use the same build");
  }
}
