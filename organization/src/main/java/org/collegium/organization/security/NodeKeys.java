package org.collegium.organization.security;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.UnrecoverableKeyException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** The key and certificates of one node, opened; the password is in no text that this class makes. */
final class NodeKeys {
  private static final String HELP = "; ./collegium tls init makes them for a development cluster";

  private final TlsSettings.Mutual files;
  private final String password;
  private final List<X509Certificate> chain;
  private final Set<TrustAnchor> trusted;

  private NodeKeys(
      TlsSettings.Mutual files, String password, List<X509Certificate> chain, Set<TrustAnchor> trusted) {
    this.files = files;
    this.password = password;
    this.chain = chain;
    this.trusted = trusted;
  }

  /**
   * @throws TlsException when a file is missing, wrong, or does not open with the password
   */
  static NodeKeys read(TlsSettings.Mutual files) {
    String password = password(files.passwordFile());
    KeyStore keys = open(files.keyStore(), "key store", password);
    KeyStore trust = open(files.trustStore(), "trust store", password);
    try {
      return new NodeKeys(files, password, chain(files.keyStore(), keys, password), anchors(files.trustStore(), trust));
    } catch (GeneralSecurityException e) {
      throw new TlsException(files.keyStore() + ": cannot be read as a key store: " + e.getMessage(), e);
    }
  }

  String password() {
    return password;
  }

  /**
   * @throws TlsException when nobody who trusts as this node does would believe its certificate now
   */
  void requireValid(Instant now) {
    for (X509Certificate each : chain) {
      if (now.isAfter(each.getNotAfter().toInstant())) {
        throw new TlsException(
            files.keyStore() + ": the certificate of " + name(each) + " expired at " + each.getNotAfter().toInstant()
                + "; now it is " + now);
      }
      if (now.isBefore(each.getNotBefore().toInstant())) {
        throw new TlsException(
            files.keyStore() + ": the certificate of " + name(each) + " is valid from "
                + each.getNotBefore().toInstant() + " on; now it is " + now + ": is this machine's clock right?");
      }
    }
    try {
      PKIXParameters parameters = new PKIXParameters(trusted);
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(now));
      CertPathValidator.getInstance("PKIX")
          .validate(CertificateFactory.getInstance("X.509").generateCertPath(untrustedPart()), parameters);
    } catch (CertPathValidatorException e) {
      throw new TlsException(
          files.keyStore() + ": the certificate of " + name(chain.getFirst()) + " is signed by none of those in "
              + files.trustStore() + ": " + e.getMessage(), e);
    } catch (GeneralSecurityException e) {
      throw new TlsException(files.trustStore() + ": cannot be used: " + e.getMessage(), e);
    }
  }

  /**
   * @throws TlsException when the certificate is not for this host
   */
  void requireHost(String host) {
    Set<String> names = new TreeSet<>();
    try {
      Collection<List<?>> alternatives = chain.getFirst().getSubjectAlternativeNames();
      for (List<?> each : alternatives == null ? Collections.<List<?>>emptyList() : alternatives) {
        names.add(String.valueOf(each.get(1)).toLowerCase(Locale.ROOT));
      }
    } catch (CertificateException e) {
      throw new TlsException(files.keyStore() + ": the certificate's names cannot be read: " + e.getMessage(), e);
    }
    String wanted = host.toLowerCase(Locale.ROOT);
    int dot = wanted.indexOf('.');
    if (!names.contains(wanted) && !(dot > 0 && names.contains("*" + wanted.substring(dot)))) {
      throw new TlsException(
          files.keyStore() + ": the certificate is for " + names + ", but others call this node " + host);
    }
  }

  /** What others get beside the anchor, which they have themselves. */
  private List<X509Certificate> untrustedPart() {
    Set<X509Certificate> anchors = new HashSet<>();
    trusted.forEach(anchor -> anchors.add(anchor.getTrustedCert()));
    return chain.stream().filter(each -> !anchors.contains(each)).toList();
  }

  private static String name(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().getName();
  }

  private static String password(Path file) {
    try {
      String password = Files.readString(file).lines().findFirst().orElse("").strip();
      if (password.isEmpty()) {
        throw new TlsException(file + ": has no password in its first line");
      }
      return password;
    } catch (NoSuchFileException e) {
      throw new TlsException(file + ": there is no such password file" + HELP, e);
    } catch (IOException e) {
      throw new TlsException(file + ": the password cannot be read: " + e.getClass().getSimpleName(), e);
    }
  }

  private static KeyStore open(Path file, String what, String password) {
    try (InputStream bytes = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(bytes, password.toCharArray());
      return store;
    } catch (NoSuchFileException e) {
      throw new TlsException(file + ": there is no such " + what + HELP, e);
    } catch (IOException e) {
      throw new TlsException(
          file + (e.getCause() instanceof UnrecoverableKeyException
              ? ": the " + what + " does not open with the password that was given"
              : ": cannot be read as a " + what + " (PKCS12)"), e);
    } catch (GeneralSecurityException e) {
      throw new TlsException(file + ": cannot be read as a " + what + ": " + e.getMessage(), e);
    }
  }

  private static List<X509Certificate> chain(Path file, KeyStore store, String password)
      throws GeneralSecurityException {
    for (String alias : Collections.list(store.aliases())) {
      if (store.isKeyEntry(alias)) {
        Objects.requireNonNull(store.getKey(alias, password.toCharArray()));
        List<X509Certificate> chain = new ArrayList<>();
        for (Certificate each : store.getCertificateChain(alias)) {
          if (each instanceof X509Certificate certificate) {
            chain.add(certificate);
          }
        }
        return chain;
      }
    }
    throw new TlsException(file + ": has no key" + HELP);
  }

  private static Set<TrustAnchor> anchors(Path file, KeyStore store) throws KeyStoreException {
    Set<TrustAnchor> anchors = new HashSet<>();
    for (String alias : Collections.list(store.aliases())) {
      if (store.isCertificateEntry(alias) && store.getCertificate(alias) instanceof X509Certificate certificate) {
        anchors.add(new TrustAnchor(certificate, null));
      }
    }
    if (anchors.isEmpty()) {
      throw new TlsException(file + ": the trust store has no certificate" + HELP);
    }
    return anchors;
  }
}
