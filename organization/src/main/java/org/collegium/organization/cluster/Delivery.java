package org.collegium.organization.cluster;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.Optional;
import org.collegium.agents.actor.Patience;

/**
 * What is done about messages that may be lost between nodes.
 *
 * @param patience of agents with hosts and worlds
 * @param nudgeInterval an orchestrator that hears nothing for so long while a round is open assigns it again to all
 *     that have not reported; empty for never
 */
public record Delivery(Patience patience, Optional<Duration> nudgeInterval) {
  /**
   * As the node is configured.
   *
   * @throws com.typesafe.config.ConfigException when a time is neither {@code off} nor a duration that can be measured
   */
  static Delivery of(Config config) {
    return new Delivery(Patience.of(config), Patience.time(config, "collegium.organization.nudge-interval"));
  }
}
