package org.collegium.organization.security;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A certificate authority for development and key stores of nodes that it signed, made by the JDK's {@code keytool}.
 *
 * <p>The folder holds {@code ca.p12} (the authority's key; only who makes nodes needs it), {@code trust.p12} (its
 * certificate; every node needs it), {@code NODE.p12}, and {@code password}, which opens all of them. All are readable
 * by their owner only.
 */
public final class DevelopmentCertificates {
  /** How long certificates are valid: from some days before now for some days; fewer make an expired one. */
  public record Validity(int daysBefore, int days) {
    /** A year; a little back, because clocks differ. */
    public static final Validity NODE = new Validity(1, 366);

    static final Validity AUTHORITY = new Validity(7, 3657);
  }

  /**
   * A node whose key store is to be made.
   *
   * @param name of the key store
   * @param hosts names and addresses under which others call the node; a name may begin with {@code *.}
   */
  public record Node(String name, List<String> hosts) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    private static final Pattern HOST = Pattern.compile("(\\*\\.)?[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?");

    /**
     * @throws TlsException in one line, when a name cannot be used
     */
    public Node {
      hosts = List.copyOf(hosts);
      if (!NAME.matcher(name).matches() || name.equals("ca") || name.equals("trust")) {
        throw new TlsException(
            "a node's name must match " + NAME + " and be neither ca nor trust, was '" + name + "'");
      }
      if (hosts.isEmpty()) {
        throw new TlsException("node " + name + " needs a host: a name or an address under which others call it");
      }
      for (String host : hosts) {
        if (!HOST.matcher(host).matches() && !ADDRESS.matcher(host).matches()) {
          throw new TlsException("node " + name + ": '" + host + "' is neither a host name nor an address");
        }
      }
    }

    private String alternativeNames() {
      List<String> names =
          hosts.stream().map(host -> (ADDRESS.matcher(host).matches() ? "ip:" : "dns:") + host).toList();
      return "san=" + String.join(",", names);
    }
  }

  /** Passwords have 192 bits. */
  private static final int PASSWORD_BYTES = 24;

  private static final String AUTHORITY = "ca.p12";
  private static final String TRUST = "trust.p12";
  private static final String PASSWORD = "password";

  private final Path folder;

  /**
   * @param folder made when something is made
   */
  public DevelopmentCertificates(Path folder) {
    this.folder = folder;
  }

  /** The files of a node, as a node is told of them. */
  public TlsSettings.Mutual settings(String node) {
    return new TlsSettings.Mutual(store(node), folder.resolve(TRUST), folder.resolve(PASSWORD));
  }

  /**
   * Makes the authority when it is not there.
   *
   * @return what was done, in one line
   * @throws TlsException when it cannot be made
   */
  public String authority() {
    Path authority = folder.resolve(AUTHORITY);
    if (Files.exists(authority) && Files.exists(folder.resolve(TRUST))) {
      return authority + ": is there already";
    }
    try {
      prepare();
      Path made = made(AUTHORITY);
      keytool(
          made, "-genkeypair", "-alias", "ca", "-dname", "CN=Collegium development CA " + random(4), "-keyalg", "EC",
          "-groupname", "secp256r1", "-ext", "bc:c=ca:true,pathlen:0", "-ext", "ku:c=keyCertSign,cRLSign", "-startdate",
          "-" + Validity.AUTHORITY.daysBefore() + "d", "-validity", Integer.toString(Validity.AUTHORITY.days()));
      Path certificate = made("ca.pem");
      keytool(made, "-exportcert", "-rfc", "-alias", "ca", "-file", certificate.toString());
      Path trust = made(TRUST);
      keytool(trust, "-importcert", "-noprompt", "-alias", "ca", "-file", certificate.toString());
      Files.delete(certificate);
      // The authority comes last: who finds it finds the trust store, too.
      publish(trust, TRUST);
      publish(made, AUTHORITY);
      return authority + ": made a certificate authority for development, and " + TRUST + " for its nodes";
    } catch (IOException e) {
      throw new TlsException(authority + ": cannot be made: " + e.getMessage(), e);
    }
  }

  /**
   * Makes the key store of a node when it is not there; the authority must be there.
   *
   * @return what was done, in one line
   * @throws TlsException when it cannot be made
   */
  public String node(Node node) {
    return node(node, Validity.NODE);
  }

  /**
   * Makes the key store of a node, as above, that is valid for a time.
   *
   * @return what was done, in one line
   * @throws TlsException when it cannot be made
   */
  public String node(Node node, Validity validity) {
    Path store = store(node.name());
    if (Files.exists(store)) {
      return store + ": is there already";
    }
    try {
      prepare();
      Path made = made(node.name() + ".p12");
      Files.copy(folder.resolve(AUTHORITY), made);
      keytool(
          made, "-genkeypair", "-alias", "node", "-signer", "ca", "-dname", "CN=" + node.name(), "-keyalg", "EC",
          "-groupname", "secp256r1", "-ext", node.alternativeNames(), "-ext", "eku=serverAuth,clientAuth", "-ext",
          "ku:c=digitalSignature", "-startdate", "-" + validity.daysBefore() + "d", "-validity",
          Integer.toString(validity.days()));
      keytool(made, "-delete", "-alias", "ca");
      publish(made, node.name() + ".p12");
      return store + ": made a key store of node " + node.name() + " for " + String.join(", ", node.hosts());
    } catch (IOException e) {
      throw new TlsException(store + ": cannot be made: " + e.getMessage(), e);
    }
  }

  /**
   * Removes the key store of a node, so that it can be made anew.
   *
   * @throws TlsException when it stays
   */
  public void forget(String node) {
    remove(store(node));
  }

  /**
   * Removes the authority with all that it signed.
   *
   * @throws TlsException when something stays
   */
  public void forgetAll() {
    if (Files.isDirectory(folder)) {
      try (Stream<Path> inside = Files.list(folder)) {
        inside.filter(file -> file.toString().endsWith(".p12")).forEach(DevelopmentCertificates::remove);
      } catch (IOException e) {
        throw new TlsException(folder + ": cannot be read: " + e.getMessage(), e);
      }
      remove(folder.resolve(PASSWORD));
    }
  }

  private static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new TlsException(file + ": cannot be removed: " + e.getMessage(), e);
    }
  }

  private Path store(String node) {
    return folder.resolve(node + ".p12");
  }

  /** Folder and password. */
  private void prepare() throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder);
    }
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    Path password = folder.resolve(PASSWORD);
    if (Files.notExists(password)) {
      Files.createFile(password, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(password, random(PASSWORD_BYTES) + "\n");
    }
  }

  private static String random(int bytes) {
    byte[] drawn = new byte[bytes];
    new SecureRandom().nextBytes(drawn);
    return HexFormat.of().formatHex(drawn);
  }

  /** Where a file is made that nobody uses yet; what was left there of an earlier attempt is removed. */
  private Path made(String name) throws IOException {
    Path part = folder.resolve(name + ".part");
    Files.deleteIfExists(part);
    return part;
  }

  private void publish(Path made, String name) throws IOException {
    Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rw-------"));
    Files.move(made, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  /** The password goes by file, so that no list of processes shows it. */
  private void keytool(Path store, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(
        List.of(
            "-storetype", "PKCS12", "-keystore", store.toString(), "-storepass:file",
            folder.resolve(PASSWORD).toString(), "-J-XX:TieredStopAtLevel=1"));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException("keytool: " + said.lines().findFirst().orElse("failed"));
      }
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
