package org.collegium.organization.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
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

  /**
   * Out of a resolved configuration.
   *
   * @throws ConfigException with the place, when something of it cannot be used
   */
  public static NodeSettings of(Config config) {
    Config organization = config.getConfig("collegium.organization");
    LogSettings log =
        new LogSettings(
            organization.getBytes("log.segment-size"),
            organization.getInt("log.queue-messages"),
            compression(config),
            organization.getBoolean("log.enabled"));
    return new NodeSettings(config, log, organization.getDuration("silence-timeout"), Delivery.of(config));
  }

  private static Compression compression(Config config) {
    String path = "collegium.organization.log.compression";
    try {
      return Compression.named(config.getString(path));
    } catch (IllegalArgumentException wrong) {
      throw new ConfigException.BadValue(
          config.getValue(path).origin(), path, String.valueOf(wrong.getMessage()), wrong);
    }
  }
}
