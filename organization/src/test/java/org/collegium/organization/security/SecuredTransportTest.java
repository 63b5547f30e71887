package org.collegium.organization.security;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Props;
import org.collegium.organization.security.DevelopmentCertificates.Node;
import org.collegium.organization.security.DevelopmentCertificates.Validity;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Two actor systems on the loopback interface: one of the cluster, and one that wants to talk to it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecuredTransportTest {
  private static final Duration WAIT_MAX = Duration.ofSeconds(60);
  private static final Duration CLOSE_MAX = Duration.ofSeconds(15);
  private static final Node SEED = new Node("seed", List.of("127.0.0.1"));

  private final Queue<String> heard = new ConcurrentLinkedQueue<>();
  private final Warnings warnings = new Warnings();
  private final List<ActorSystem> systems = new ArrayList<>();
  private Path folder = Path.of("");
  private DevelopmentCertificates ours = new DevelopmentCertificates(folder);
  private DevelopmentCertificates theirs = new DevelopmentCertificates(folder);

  /** Everything that is warned of, with the actor system that did when that is known. */
  private static final class Warnings extends AppenderBase<ILoggingEvent> {
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    @Override
    protected void append(ILoggingEvent event) {
      if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
        StringBuilder line = new StringBuilder();
        line.append(event.getMDCPropertyMap().getOrDefault("sourceActorSystem", "ours")).append(": ");
        line.append(event.getFormattedMessage());
        for (IThrowableProxy cause = event.getThrowableProxy(); cause != null; cause = cause.getCause()) {
          line.append(" <- ").append(cause.getMessage());
        }
        lines.add(line.toString());
      }
    }
  }

  /** Hears everything. */
  private static final class Ear extends AbstractActor {
    private final Queue<String> heard;

    Ear(Queue<String> heard) {
      this.heard = heard;
    }

    @Override
    public Receive createReceive() {
      return receiveBuilder().match(String.class, heard::add).build();
    }
  }

  @BeforeAll
  void startSeed(@TempDir Path root) {
    folder = root;
    ours = new DevelopmentCertificates(root.resolve("ours"));
    theirs = new DevelopmentCertificates(root.resolve("theirs"));
    ours.authority();
    theirs.authority();
    ours.node(SEED);
    ours.node(new Node("good", List.of("127.0.0.1")));
    ours.node(new Node("elsewhere", List.of("elsewhere.example")));
    ours.node(new Node("old", List.of("127.0.0.1")), new Validity(3, 2));
    theirs.node(new Node("foreign", List.of("127.0.0.1")));
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  @BeforeAll
  void listen() {
    warnings.setContext(root().getLoggerContext());
    warnings.start();
    root().addAppender(warnings);
  }

  @AfterAll
  void stopListening() {
    root().detachAppender(warnings);
  }

  /** A system that ends in the middle of a TLS handshake may hang for minutes (akka/akka#29162): not what is tested. */
  @AfterEach
  void stopSystems() {
    for (ActorSystem system : systems) {
      system.terminate();
      system.getWhenTerminated().toCompletableFuture()
          .completeOnTimeout(null, CLOSE_MAX.toSeconds(), TimeUnit.SECONDS)
          .join();
    }
    systems.clear();
    heard.clear();
    warnings.lines.clear();
  }

  private ActorSystem start(String name, Config transport) {
    Config config =
        transport
            .withFallback(
                ConfigFactory.parseMap(
                    Map.of(
                        "pekko.actor.provider", "remote",
                        "pekko.loglevel", "WARNING",
                        "pekko.stdout-loglevel", "OFF",
                        "pekko.loggers", List.of("org.apache.pekko.event.slf4j.Slf4jLogger"),
                        "pekko.logging-filter", "org.apache.pekko.event.slf4j.Slf4jLoggingFilter",
                        "pekko.remote.artery.canonical.hostname", "127.0.0.1",
                        "pekko.remote.artery.canonical.port", 0,
                        "pekko.remote.artery.advanced.handshake-timeout", "3s",
                        "pekko.remote.warn-about-direct-use", "off")))
            .withFallback(ConfigFactory.load());
    ActorSystem system = ActorSystem.create(name, config.resolve());
    systems.add(system);
    return system;
  }

  private static String addressOf(ActorSystem system) {
    return ((ExtendedActorSystem) system).provider().getDefaultAddress().toString();
  }

  /** Talks to a seed until something is there. */
  private boolean talksUntil(Config transport, BooleanSupplier enough) {
    ActorSystem seed = start("seed", ours.settings("seed").pekko(Instant.now()));
    seed.actorOf(Props.create(Ear.class, () -> new Ear(heard)), "ear");
    ActorSystem joiner = start("joiner", transport);
    long deadlineNs = System.nanoTime() + WAIT_MAX.toNanos();
    while (!enough.getAsBoolean() && System.nanoTime() < deadlineNs) {
      joiner.actorSelection(addressOf(seed) + "/user/ear").tell("hello", ActorRef.noSender());
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
    }
    return enough.getAsBoolean();
  }

  private boolean warned(Predicate<String> wanted) {
    return warnings.lines.stream().anyMatch(wanted);
  }

  private void assertNeverTalks(Config transport, String joinerSays, String seedSays) {
    Predicate<String> atJoiner = line -> line.startsWith("joiner: ") && line.contains(joinerSays);
    Predicate<String> atSeed =
        line -> line.startsWith("ours: no connection with a peer that called: ") && line.contains(seedSays);
    assertThat(talksUntil(transport, () -> warned(atJoiner) && warned(atSeed)))
        .as("the joiner says '%s' and the seed '%s' in %s", joinerSays, seedSays, warnings.lines)
        .isTrue();
    assertThat(heard).isEmpty();
  }

  @Test
  void nodesOfOneAuthorityTalk() {
    assertThat(talksUntil(ours.settings("good").pekko(Instant.now()), () -> !heard.isEmpty())).isTrue();
    assertThat(warnings.lines).noneMatch(line -> line.contains("connection"));
  }

  @Test
  void whoSpeaksNoTlsNeverTalks() {
    assertNeverTalks(new TlsSettings.Open().pekko(Instant.now()), "did not complete within", "it does not speak TLS");
  }

  @Test
  void whoPresentsNoCertificateNeverTalks() {
    Config config = ours.settings("good").pekko(Instant.now());
    String engine = "pekko.remote.artery.ssl.config-ssl-engine.";
    Config without =
        ConfigFactory.parseMap(Map.of(engine + "key-store", config.getString(engine + "trust-store")))
            .withFallback(config);
    assertNeverTalks(without, "certificate_required", "it presented no certificate");
  }

  @Test
  void whoTrustsAnotherAuthorityNeverTalks() {
    assertNeverTalks(
        theirs.settings("foreign").pekko(Instant.now()), "unable to find valid certification path",
        "it refused this node: ");
  }

  @Test
  void whoIsSignedByAnotherAuthorityNeverTalks() {
    Config foreign = theirs.settings("foreign").pekko(Instant.now());
    Config trusting = ours.settings("good").pekko(Instant.now());
    String engine = "pekko.remote.artery.ssl.config-ssl-engine.";
    Config mixed =
        ConfigFactory.parseMap(
                Map.of(
                    engine + "trust-store", trusting.getString(engine + "trust-store"),
                    engine + "trust-store-password", trusting.getString(engine + "trust-store-password")))
            .withFallback(foreign);
    assertNeverTalks(mixed, "Received fatal alert: certificate", "it presented no certificate of an authority that");
  }

  @Test
  void whoseCertificateIsExpiredNeverTalks() {
    Config then = ours.settings("old").pekko(Instant.now().minus(Duration.ofDays(2)));
    assertNeverTalks(then, "Received fatal alert: certificate", "CN=old does not hold");
  }

  @Test
  void whoseCertificateIsForAnotherHostNeverTalks() {
    Predicate<String> atSeed = line -> line.startsWith("seed: ") && line.contains("No subject alternative names");
    Predicate<String> atJoiner = line -> line.startsWith("ours: ") && line.contains("it refused this node: ");
    Config elsewhere = ours.settings("elsewhere").pekko(Instant.now());
    assertThat(talksUntil(elsewhere, () -> warned(atSeed) && warned(atJoiner))).as("%s", warnings.lines).isTrue();
    assertThat(heard).isEmpty();
  }
}
