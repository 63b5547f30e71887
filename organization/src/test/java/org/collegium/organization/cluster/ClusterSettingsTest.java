package org.collegium.organization.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClusterSettingsTest {
  @Test
  void everyWrongSettingIsToldInALine() {
    Config config =
        ClusterSettings.resolved(
            ConfigFactory.parseMap(
                Map.of("collegium.cluster.name", "no name!", "pekko.cluster.roles", List.of("agents", "boss"))));

    assertThatThrownBy(() -> ClusterSettings.of(config))
        .isInstanceOfSatisfying(InvalidSettingsException.class, wrong ->
            assertThat(wrong.lines())
                .containsExactly(
                    "collegium.cluster.name must be letters, digits, dots and hyphens, at most 63, was 'no name!'",
                    "unknown role 'boss'; a node is organization, agents or model-host, or several of them"));
  }
}
