package org.collegium.organization.security;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** How the nodes of a cluster know each other: {@code collegium.cluster.tls}. */
public sealed interface TlsSettings {
  /** Anybody who reaches the port may take part; for one machine, or a network that is closed otherwise. */
  record Open() implements TlsSettings {
    @Override
    public Config pekko(Instant now) {
      return ConfigFactory.parseMap(Map.of("pekko.remote.artery.transport", "tcp"), "collegium.cluster.tls");
    }

    @Override
    public void requireHost(String host) {}
  }

  /**
   * TLS 1.3 with certificates on both sides, each for the host name or address that its node is called by.
   *
   * @param keyStore PKCS12: the node's key with its certificate
   * @param trustStore PKCS12: the certificate of who signs the nodes' certificates
   * @param passwordFile has the password of both, and of the key, in its first line
   */
  record Mutual(Path keyStore, Path trustStore, Path passwordFile) implements TlsSettings {
    /** Tells of refused peers, too; Pekko's own is silent about those that call. */
    private static final String ENGINES = "org.collegium.organization.cluster.security.ReportingEngineProvider";

    @Override
    public Config pekko(Instant now) {
      NodeKeys keys = NodeKeys.read(this);
      keys.requireValid(now);
      String ssl = "pekko.remote.artery.ssl.";
      String engine = ssl + "config-ssl-engine.";
      return ConfigFactory.parseMap(
          Map.ofEntries(
              Map.entry("pekko.remote.artery.transport", "tls-tcp"),
              Map.entry(ssl + "ssl-engine-provider", ENGINES),
              Map.entry(engine + "key-store", keyStore.toString()),
              Map.entry(engine + "key-store-password", keys.password()),
              Map.entry(engine + "key-password", keys.password()),
              Map.entry(engine + "trust-store", trustStore.toString()),
              Map.entry(engine + "trust-store-password", keys.password()),
              Map.entry(engine + "protocol", "TLSv1.3"),
              Map.entry(engine + "enabled-algorithms", List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384")),
              Map.entry(engine + "require-mutual-authentication", "on"),
              Map.entry(engine + "hostname-verification", "on")),
          "collegium.cluster.tls");
    }

    @Override
    public void requireHost(String host) {
      NodeKeys.read(this).requireHost(host);
    }
  }

  /**
   * What Pekko must be told; may hold a password.
   *
   * @param now certificates must be valid then
   * @throws TlsException in one line, when a file cannot be used, or the certificate is expired, not yet valid, or
   *     signed by nobody in the trust store
   */
  Config pekko(Instant now);

  /**
   * Returns when others will believe that this node is the one they called.
   *
   * @param host name or address under which others call this node
   * @throws TlsException in one line, when the node's certificate is for other hosts
   */
  void requireHost(String host);

  /**
   * Reads {@code collegium.cluster.tls { enabled, key-store, trust-store, password-file }}; off when it is not there.
   *
   * @throws TlsException in one line with the place, when a key is missing or of the wrong type
   */
  static TlsSettings read(Config config) {
    String section = "collegium.cluster.tls.";
    try {
      if (!config.hasPath(section + "enabled") || !config.getBoolean(section + "enabled")) {
        return new Open();
      }
      return new Mutual(
          path(config, section + "key-store"),
          path(config, section + "trust-store"),
          path(config, section + "password-file"));
    } catch (ConfigException | InvalidPathException e) {
      throw new TlsException(String.valueOf(e.getMessage()), e);
    }
  }

  private static Path path(Config config, String key) {
    if (!config.hasPath(key) || config.getString(key).isBlank()) {
      throw new TlsException(key + " is needed when collegium.cluster.tls.enabled is true");
    }
    return Path.of(config.getString(key));
  }
}
