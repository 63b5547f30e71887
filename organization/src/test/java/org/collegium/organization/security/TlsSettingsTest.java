package org.collegium.organization.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.collegium.organization.security.DevelopmentCertificates.Node;
import org.collegium.organization.security.DevelopmentCertificates.Validity;
import org.collegium.organization.security.TlsSettings.Mutual;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsSettingsTest {
  private static final Node ONE = new Node("one", List.of("localhost", "127.0.0.1", "*.agents.example"));

  private Path folder = Path.of("");

  @BeforeAll
  void makeCertificates(@TempDir Path root) {
    folder = root.resolve("ours");
    DevelopmentCertificates ours = new DevelopmentCertificates(folder);
    ours.authority();
    ours.node(ONE);
    ours.node(new Node("old", List.of("127.0.0.1")), new Validity(3, 2));
  }

  private Mutual ours(String node) {
    return new DevelopmentCertificates(folder).settings(node);
  }

  private static void assertRefused(TlsSettings settings, String line) {
    assertThatThrownBy(() -> settings.pekko(Instant.now())).isInstanceOf(TlsException.class).hasMessage(line);
  }

  @Test
  void pekkoIsToldOfMutualTlsWithNamesChecked() {
    assertThat(ours("one").pekko(Instant.now()).getConfig("pekko.remote.artery"))
        .satisfies(artery -> {
          assertThat(artery.getString("transport")).isEqualTo("tls-tcp");
          assertThat(artery.getString("ssl.config-ssl-engine.protocol")).isEqualTo("TLSv1.3");
          assertThat(artery.getBoolean("ssl.config-ssl-engine.require-mutual-authentication")).isTrue();
          assertThat(artery.getBoolean("ssl.config-ssl-engine.hostname-verification")).isTrue();
        });
  }

  @Test
  void theSettingsAreReadAndThePasswordIsInNoText() throws IOException {
    Mutual files = ours("one");
    TlsSettings read =
        TlsSettings.read(
            ConfigFactory.parseMap(
                Map.of(
                    "collegium.cluster.tls.enabled", true,
                    "collegium.cluster.tls.key-store", files.keyStore().toString(),
                    "collegium.cluster.tls.trust-store", files.trustStore().toString(),
                    "collegium.cluster.tls.password-file", files.passwordFile().toString())));
    assertThat(read).isEqualTo(files);
    assertThat(read.toString()).doesNotContain(Files.readString(files.passwordFile()).strip());
    assertThat(TlsSettings.read(ConfigFactory.empty()).pekko(Instant.now()).getString("pekko.remote.artery.transport"))
        .isEqualTo("tcp");
    assertThat(TlsSettings.read(ConfigFactory.parseString("collegium.cluster.tls.enabled = off")))
        .isInstanceOf(TlsSettings.Open.class);
  }

  @Test
  void aKeyThatIsMissingIsNamed() {
    assertThatThrownBy(() -> TlsSettings.read(ConfigFactory.parseString("collegium.cluster.tls.enabled = on")))
        .isInstanceOf(TlsException.class)
        .hasMessage("collegium.cluster.tls.key-store is needed when collegium.cluster.tls.enabled is true");
    assertThatThrownBy(() -> TlsSettings.read(ConfigFactory.parseString("collegium.cluster.tls.enabled = perhaps")))
        .isInstanceOf(TlsException.class)
        .hasMessageContaining("enabled");
  }

  @Test
  void aFileThatIsMissingIsNamed() {
    Mutual files = ours("one");
    Path no = folder.resolve("no");
    String help = "; ./collegium tls init makes them for a development cluster";
    assertRefused(
        new Mutual(no, files.trustStore(), files.passwordFile()), no + ": there is no such key store" + help);
    assertRefused(
        new Mutual(files.keyStore(), no, files.passwordFile()), no + ": there is no such trust store" + help);
    assertRefused(
        new Mutual(files.keyStore(), files.trustStore(), no), no + ": there is no such password file" + help);
  }

  @Test
  void aWrongPasswordAndAWrongFileAreTold(@TempDir Path other) throws IOException {
    Mutual files = ours("one");
    Path wrong = Files.writeString(other.resolve("wrong"), "s3cret\n");
    Path empty = Files.writeString(other.resolve("empty"), "\n");
    Path strange = Files.writeString(other.resolve("strange.p12"), "no key store");
    assertRefused(
        new Mutual(files.keyStore(), files.trustStore(), wrong),
        files.keyStore() + ": the key store does not open with the password that was given");
    assertRefused(
        new Mutual(files.keyStore(), files.trustStore(), empty), empty + ": has no password in its first line");
    assertRefused(
        new Mutual(strange, files.trustStore(), files.passwordFile()),
        strange + ": cannot be read as a key store (PKCS12)");
    assertRefused(
        new Mutual(files.trustStore(), files.trustStore(), files.passwordFile()),
        files.trustStore() + ": has no key; ./collegium tls init makes them for a development cluster");
    assertRefused(
        new Mutual(files.keyStore(), files.keyStore(), files.passwordFile()),
        files.keyStore() + ": the trust store has no certificate; ./collegium tls init makes them for a development"
            + " cluster");
  }

  @Test
  void anExpiredCertificateIsNoticedAtTheStart() {
    assertThatThrownBy(() -> ours("old").pekko(Instant.now()))
        .isInstanceOf(TlsException.class)
        .hasMessageStartingWith(folder.resolve("old.p12") + ": the certificate of CN=old expired at ");
    ours("old").pekko(Instant.now().minus(Duration.ofDays(2)));
  }

  @Test
  void aClockThatIsBehindIsNoticedAtTheStart() {
    assertThatThrownBy(() -> ours("one").pekko(Instant.now().minus(Duration.ofDays(3))))
        .isInstanceOf(TlsException.class)
        .hasMessageContaining("is valid from ")
        .hasMessageEndingWith("is this machine's clock right?");
  }

  @Test
  void aCertificateOfAnotherAuthorityIsNoticedAtTheStart(@TempDir Path mixed) throws IOException {
    Mutual files = ours("one");
    Path trust = mixed.resolve("trust.p12");
    Path password = Files.copy(files.passwordFile(), mixed.resolve("password"));
    new DevelopmentCertificates(mixed).authority();
    assertThatThrownBy(() -> new Mutual(files.keyStore(), trust, password).pekko(Instant.now()))
        .isInstanceOf(TlsException.class)
        .hasMessageStartingWith(
            files.keyStore() + ": the certificate of CN=one is signed by none of those in " + trust + ": ");
  }

  @Test
  void aNodeThatOthersCallByAnotherNameIsNoticedAtTheStart() {
    Mutual one = ours("one");
    for (String host : List.of("localhost", "LOCALHOST", "127.0.0.1", "a-1.agents.example")) {
      one.requireHost(host);
    }
    for (String host : List.of("127.0.0.2", "agents.example", "b.a-1.agents.example", "localhost.example")) {
      assertThatThrownBy(() -> one.requireHost(host))
          .isInstanceOf(TlsException.class)
          .hasMessage(
              folder.resolve("one.p12") + ": the certificate is for [*.agents.example, 127.0.0.1, localhost], but"
                  + " others call this node " + host);
    }
    new TlsSettings.Open().requireHost("anything");
  }

  @Test
  void whatIsThereStaysAndWhatIsMadeIsForItsOwnerOnly() throws IOException {
    DevelopmentCertificates ours = new DevelopmentCertificates(folder);
    byte[] authority = Files.readAllBytes(folder.resolve("ca.p12"));
    byte[] one = Files.readAllBytes(folder.resolve("one.p12"));
    assertThat(ours.authority()).isEqualTo(folder.resolve("ca.p12") + ": is there already");
    assertThat(ours.node(ONE)).isEqualTo(folder.resolve("one.p12") + ": is there already");
    assertThat(folder.resolve("ca.p12")).hasBinaryContent(authority);
    assertThat(folder.resolve("one.p12")).hasBinaryContent(one);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder))).isEqualTo("rwx------");
    try (Stream<Path> inside = Files.list(folder)) {
      List<Path> files = inside.sorted().toList();
      assertThat(files).extracting(file -> file.getFileName().toString())
          .containsExactly("ca.p12", "old.p12", "one.p12", "password", "trust.p12");
      for (Path file : files) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).as("%s", file)
            .isEqualTo("rw-------");
      }
    }
  }

  @Test
  void theAuthoritysKeyIsInNoNodesStore() throws Exception {
    KeyStore store = KeyStore.getInstance(folder.resolve("one.p12").toFile(), password());
    assertThat(Collections.list(store.aliases())).containsExactly("node");
    assertThat(store.getCertificateChain("node")).hasSize(2);
  }

  private char[] password() throws IOException {
    return Files.readString(folder.resolve("password")).strip().toCharArray();
  }

  @Test
  void namesThatCannotBeUsedAreRefused() {
    for (String name : List.of("", "ca", "trust", "a/b", "..", "-x")) {
      assertThatThrownBy(() -> new Node(name, List.of("localhost"))).as(name).isInstanceOf(TlsException.class);
    }
    for (String host : List.of("", "a b", "a,dns:b", "*", "*.*.x", "-x")) {
      assertThatThrownBy(() -> new Node("n", List.of(host))).as(host).isInstanceOf(TlsException.class);
    }
    assertThatThrownBy(() -> new Node("n", List.of())).isInstanceOf(TlsException.class);
  }
}
