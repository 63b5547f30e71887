package org.collegium.scenarios.clusterproof;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.collegium.modelhost.postgres.PostgresAccess;
import org.collegium.organization.cluster.ClusterClient;
import org.collegium.organization.cluster.ClusterRefusedException;
import org.collegium.organization.cluster.ClusterSettings;
import org.collegium.organization.security.DevelopmentCertificates;
import org.collegium.organization.security.DevelopmentCertificates.Node;
import org.collegium.organization.security.DevelopmentCertificates.Validity;
import org.collegium.organization.security.TlsSettings;

/** Calls a node that asks for certificates, with such as it must not believe. */
final class RefusedPeers {
  private static final String HOST = "127.0.0.1";
  private static final String RUN = "nothing-of-that-name";
  private static final String ANSWER = "knows no run named " + RUN;
  private static final String CERTIFICATE = "it presented no certificate of an authority that this node trusts";
  private static final String ENGINE = "pekko.remote.artery.ssl.config-ssl-engine.";
  private static final Duration TOLD_MAX = Duration.ofSeconds(60);
  private static final Duration ANSWER_MAX = Duration.ofSeconds(5);
  private static final Duration POLL_EVERY = Duration.ofMillis(200);
  private static final Validity EXPIRED = new Validity(3, 2);

  private final ProofCluster cluster;
  private final ProofSetting setting;

  /**
   * Who calls.
   *
   * @param what for people
   * @param transport how it calls
   * @param told what the node must say of it
   */
  private record Peer(String what, Config transport, String told) {}

  private RefusedPeers(ProofCluster cluster, ProofSetting setting) {
    this.cluster = cluster;
    this.setting = setting;
  }

  /**
   * Starts a node, and calls it as each of the peers.
   *
   * @param database without tables
   * @param scratch a folder of its own; made
   * @return what was seen
   * @throws FaultException when a peer got an answer, or the node does not say whom it refused
   */
  static String call(ProofSetting setting, PostgresAccess database, Path scratch)
      throws IOException, InterruptedException, FaultException {
    Files.createDirectories(scratch);
    DevelopmentCertificates ours = new DevelopmentCertificates(scratch.resolve("ours"));
    DevelopmentCertificates theirs = new DevelopmentCertificates(scratch.resolve("theirs"));
    ours.authority();
    theirs.authority();
    ours.node(new Node("node", List.of(HOST)));
    ours.node(new Node("peer", List.of(HOST)));
    ours.node(new Node("old", List.of(HOST)), EXPIRED);
    theirs.node(new Node("foreign", List.of(HOST)));
    TlsSettings.Mutual own = ours.settings("node");
    String security =
        "collegium.cluster.tls { enabled = true, key-store = \"%s\", trust-store = \"%s\", password-file = \"%s\" }"
            .formatted(own.keyStore(), own.trustStore(), own.passwordFile());
    NodePlan plan = NodePlan.of("secured", "organization", "agents", "model-host");
    try (ProofCluster cluster =
        ProofCluster.start(setting, Network.loopback(), List.of(plan), database, scratch, security)) {
      RefusedPeers peers = new RefusedPeers(cluster, setting);
      List<Peer> all = peers(ours, theirs);
      for (Peer peer : all) {
        peers.refuse(peer);
      }
      peers.answer(ours.settings("peer").pekko(Instant.now()));
      return all.size() + " of " + all.size() + " peers ("
          + String.join(", ", all.stream().map(Peer::what).toList())
          + ") got no answer, and the node's log says why; one with a certificate of the cluster's authority got one";
    }
  }

  private static List<Peer> peers(DevelopmentCertificates ours, DevelopmentCertificates theirs) {
    Config good = ours.settings("peer").pekko(Instant.now());
    Config foreign = theirs.settings("foreign").pekko(Instant.now());
    Config without = ConfigFactory.parseMap(Map.of(ENGINE + "key-store", good.getString(ENGINE + "trust-store")));
    Config trusting =
        ConfigFactory.parseMap(
            Map.of(
                ENGINE + "trust-store", good.getString(ENGINE + "trust-store"),
                ENGINE + "trust-store-password", good.getString(ENGINE + "trust-store-password")));
    // Its own check would end it before it calls; it has a wrong clock.
    Config expired = ours.settings("old").pekko(Instant.now().minus(Duration.ofDays(2)));
    return List.of(
        new Peer("without TLS", new TlsSettings.Open().pekko(Instant.now()), "it does not speak TLS"),
        new Peer("without a certificate", without.withFallback(good), CERTIFICATE),
        new Peer("of a foreign authority", foreign, "it refused this node"),
        // In the node's eyes like one without a certificate, and of the same reason it tells only now and then.
        new Peer("of a foreign authority that trusts the cluster's", trusting.withFallback(foreign), CERTIFICATE),
        new Peer("with an expired certificate", expired, "CN=old does not hold"));
  }

  private ClusterClient client(Config transport) {
    Config file = ConfigFactory.parseFile(cluster.configuration().toFile());
    return ClusterClient.of(cluster.addresses(), HOST, transport.withFallback(ClusterSettings.resolved(file)));
  }

  private void refuse(Peer peer) throws IOException, InterruptedException, FaultException {
    ProofNode node = cluster.nodes().getFirst();
    try (ClusterClient client = client(peer.transport())) {
      ClusterClient.Followed followed = client.attach(RUN, _ -> {});
      long untilNs = System.nanoTime() + TOLD_MAX.toNanos();
      while (!node.says(peer.told()) && System.nanoTime() < untilNs) {
        Thread.sleep(POLL_EVERY);
      }
      if (!node.says(peer.told())) {
        throw new FaultException(
            "a peer " + peer.what() + " called, and the node does not say '" + peer.told() + "': " + node.lastWords());
      }
      if (outcome(followed).contains(ANSWER)) {
        throw new FaultException("a peer " + peer.what() + " got an answer");
      }
      setting.news().accept("  a peer " + peer.what() + ": refused, and the node says: " + peer.told());
    }
  }

  private void answer(Config transport) throws FaultException {
    try (ClusterClient client = client(transport)) {
      String heard = outcome(client.attach(RUN, _ -> {}));
      if (!heard.contains(ANSWER)) {
        throw new FaultException("a peer with a certificate of the cluster's authority got no answer: " + heard);
      }
    }
  }

  /** What it hears within a few seconds. */
  private static String outcome(ClusterClient.Followed followed) {
    try {
      return followed
          .accepted()
          .thenApply(ClusterClient.Accepted::scenario)
          .completeOnTimeout("", ANSWER_MAX.toSeconds(), TimeUnit.SECONDS)
          .join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof ClusterRefusedException refused) {
        return String.valueOf(refused.getMessage());
      }
      throw e;
    }
  }
}
