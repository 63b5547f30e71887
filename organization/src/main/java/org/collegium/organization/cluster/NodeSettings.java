package org.collegium.organization.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import org.collegium.organization.messagelog.Compression;
import org.collegium.organization.messagelog.LogSettings;

/**
 * How a node is set up.
 *
 * @param pekko everything Pekko is told
 * @param log bounds of the message log
 * @param silenceMax a run in which nothing is recorded for so long has failed
 * @param delivery what is done about messages that may be lost
 */
public record NodeSettings(Config pekko, LogSettings log, Duration silenceMax, Delivery delivery) {
  /** From system properties, {@code application.conf}, {@code collegium-node.conf} and all {@code reference.conf}. */
  static NodeSettings load() {
    Config config =
        ConfigFactory.defaultOverrides()
            .withFallback(ConfigFactory.defaultApplication())
            .withFallback(ConfigFactory.parseResources("collegium-node.conf"))
            .withFallback(ConfigFactory.defaultReferenceUnresolved())
            .resolve();
    return of(config);
  }

  /** Out of a resolved configuration. */
  static NodeSettings of(Config config) {
    Config organization = config.getConfig("collegium.organization");
    LogSettings log =
        new LogSettings(
            organization.getBytes("log.segment-size"),
            organization.getInt("log.queue-messages"),
            Compression.named(organization.getString("log.compression")),
            organization.getBoolean("log.enabled"));
    return new NodeSettings(config, log, organization.getDuration("silence-timeout"), Delivery.of(config));
  }
}
