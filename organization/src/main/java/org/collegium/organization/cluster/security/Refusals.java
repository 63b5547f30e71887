package org.collegium.organization.cluster.security;

import java.security.cert.CertPathValidatorException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLException;

/**
 * Tells why peers were refused; a peer that tries again and again is told of once in a while, with how often. May be
 * used by many threads.
 */
final class Refusals {
  private static final Duration QUIET = Duration.ofSeconds(30);

  /** Reasons are few, but a stranger may bring many names. */
  private static final int REASONS_MAX = 100;

  private final Consumer<String> log;
  private final LongSupplier nanoTime;
  private final Map<String, Told> told = new HashMap<>();

  private record Told(long atNs, long since) {}

  Refusals(Consumer<String> log, LongSupplier nanoTime) {
    this.log = log;
    this.nanoTime = nanoTime;
  }

  void tell(SSLException failure) {
    String reason = reason(failure);
    long now = nanoTime.getAsLong();
    long before;
    synchronized (told) {
      Told last = told.get(reason);
      if (last != null && now - last.atNs() < QUIET.toNanos()) {
        told.put(reason, new Told(last.atNs(), last.since() + 1));
        return;
      }
      before = last == null ? 0 : last.since();
      if (last == null && told.size() == REASONS_MAX) {
        told.clear();
      }
      told.put(reason, new Told(now, 0));
    }
    log.accept(
        "no connection with a peer that called: " + reason
            + (before == 0 ? "" : " (and " + before + " times more since that was last told)"));
  }

  /** In words for whom it is known, else the first line of what Java says. */
  static String reason(SSLException failure) {
    String text = String.valueOf(failure.getMessage()).lines().findFirst().orElse("").strip();
    if (text.contains("Empty client certificate chain") || text.contains("Empty server certificate chain")) {
      return "it presented no certificate of an authority that this node trusts";
    }
    if (text.contains("Unsupported or unrecognized SSL message") || text.contains("plaintext connection")) {
      return "it does not speak TLS";
    }
    if (text.contains("unable to find valid certification path")) {
      return "its certificate is of no authority that this node trusts";
    }
    if (text.contains("Received fatal alert")) {
      return "it refused this node: " + text;
    }
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
      if (cause instanceof CertPathValidatorException invalid && invalid.getCertPath() != null) {
        return "the certificate of " + subject(invalid.getCertPath().getCertificates()) + " does not hold: "
            + invalid.getMessage() + inner(invalid);
      }
    }
    return text;
  }

  private static String inner(CertPathValidatorException invalid) {
    return invalid.getCause() == null ? "" : " (" + invalid.getCause().getMessage() + ")";
  }

  private static String subject(List<? extends Certificate> path) {
    return !path.isEmpty() && path.getFirst() instanceof X509Certificate certificate
        ? certificate.getSubjectX500Principal().getName()
        : "nobody";
  }
}
