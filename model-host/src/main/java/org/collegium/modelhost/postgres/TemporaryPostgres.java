package org.collegium.modelhost.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A real PostgreSQL server in a folder of its own, for tests and measurements on one machine.
 *
 * <p>It listens on a free port of the loopback interface, wants a password, and ends with this process however that
 * ends: a shell beside it waits for the end of its input. It does not force its files to the device, so it must not
 * keep what somebody needs. The server refuses to run as root; started by root, it runs as {@code postgres} or {@code
 * nobody}.
 */
public final class TemporaryPostgres implements AutoCloseable {
  private static final Duration START_MAX = Duration.ofSeconds(60);
  private static final Duration STOP_MAX = Duration.ofSeconds(30);
  private static final int ATTEMPTS_MAX = 3;
  private static final String USER = "collegium";

  /** Ends the server when its own input ends; ends itself, and clears away, when the server does. */
  private static final String KEEPER =
      """
      data=$1; shift
      exec 3<&0
      "$@" </dev/null 3<&- & server=$!
      ( cat <&3 >/dev/null; kill -INT $server ) 2>/dev/null & watch=$!
      wait $server
      kill $watch 2>/dev/null
      rm -rf "$data"
      """;

  private final Path folder;
  private final Process keeper;
  private final int port;
  private final String password;
  private final AtomicInteger databases = new AtomicInteger();

  private TemporaryPostgres(Path folder, Process keeper, int port, String password) {
    this.folder = folder;
    this.keeper = keeper;
    this.port = port;
    this.password = password;
  }

  /** Why there can be none on this machine, in one line; empty when there can. */
  public static Optional<String> obstacle() {
    return PostgresPrograms.find().isPresent()
        ? Optional.empty()
        : Optional.of(
            "no PostgreSQL server on this machine (initdb and postgres are neither on PATH nor in"
                + " /usr/lib/postgresql): apt-get install postgresql");
  }

  /**
   * Starts a server; takes seconds.
   *
   * @throws TemporaryPostgresException when there is no server on this machine or it does not start
   */
  public static TemporaryPostgres start() {
    PostgresPrograms programs =
        PostgresPrograms.find().orElseThrow(() -> new TemporaryPostgresException(obstacle().orElse("")));
    byte[] secret = new byte[16];
    new SecureRandom().nextBytes(secret);
    String password = HexFormat.of().formatHex(secret);
    for (int attempt = 1; ; attempt++) {
      try {
        return start(programs, password);
      } catch (IOException e) {
        // Somebody may have taken the port that was free a moment ago.
        if (attempt == ATTEMPTS_MAX) {
          throw new TemporaryPostgresException("a PostgreSQL server cannot be started: " + e.getMessage(), e);
        }
      }
    }
  }

  private static TemporaryPostgres start(PostgresPrograms programs, String password) throws IOException {
    Path folder = Files.createTempDirectory("collegium-postgres-");
    try {
      List<String> asUser = owner(folder);
      initialise(programs, asUser, folder, password);
      TemporaryPostgres server = serving(programs, asUser, folder, password);
      server.awaitReady();
      return server;
    } catch (IOException | RuntimeException e) {
      delete(folder);
      throw e;
    }
  }

  /** The server's own database; whoever has it may do everything. */
  public PostgresAccess access() {
    return access("postgres");
  }

  /** Makes a new empty database. */
  public PostgresAccess newDatabase() {
    String name = "collegium_" + databases.incrementAndGet();
    try (Connection connection = access().connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new TemporaryPostgresException(access().problem(e), e);
    }
    return access(name);
  }

  /** Ends the server and removes its files. */
  @Override
  public void close() {
    try {
      stop();
      delete(folder);
    } catch (IOException e) {
      throw new TemporaryPostgresException(
          "the PostgreSQL server in " + folder + " cannot be ended: " + e.getMessage(), e);
    }
  }

  private PostgresAccess access(String database) {
    return new PostgresAccess("jdbc:postgresql://127.0.0.1:" + port + "/" + database, USER, Optional.of(password));
  }

  /** Gives the folder to whom the server will run as, and says how a program is started as that one. */
  private static List<String> owner(Path folder) throws IOException {
    if (!Integer.valueOf(0).equals(Files.getAttribute(folder, "unix:uid"))) {
      return List.of();
    }
    Files.setOwner(folder, unprivileged(folder));
    int uid = (Integer) Files.getAttribute(folder, "unix:uid");
    return List.of("setpriv", "--reuid=" + uid, "--regid=" + uid, "--clear-groups");
  }

  private static UserPrincipal unprivileged(Path folder) throws IOException {
    UserPrincipalLookupService users = folder.getFileSystem().getUserPrincipalLookupService();
    try {
      return users.lookupPrincipalByName("postgres");
    } catch (UserPrincipalNotFoundException _) {
      return users.lookupPrincipalByName("nobody");
    }
  }

  private static void initialise(PostgresPrograms programs, List<String> asUser, Path folder, String password)
      throws IOException {
    Path secret = folder.resolve("password");
    Files.createFile(secret, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(secret, password + "\n");
    Files.setOwner(secret, Files.getOwner(folder));
    List<String> command = new ArrayList<>(asUser);
    command.addAll(
        List.of(
            programs.initdb(), "--pgdata", data(folder), "--username", USER, "--pwfile", secret.toString(),
            "--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C", "--no-sync"));
    Process process = process(command, folder).start();
    try {
      if (process.waitFor() != 0) {
        throw new IOException("initdb failed: " + lastLine(folder));
      }
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    Files.delete(secret);
  }

  private static TemporaryPostgres serving(
      PostgresPrograms programs, List<String> asUser, Path folder, String password) throws IOException {
    int port = freePort();
    List<String> command = new ArrayList<>(asUser);
    command.addAll(List.of("sh", "-c", KEEPER, "keeper", data(folder)));
    command.addAll(
        List.of(
            programs.postgres(), "-D", data(folder), "-p", Integer.toString(port),
            "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "fsync=off",
            "-c", "max_connections=200"));
    return new TemporaryPostgres(folder, process(command, folder).start(), port, password);
  }

  private void awaitReady() throws IOException {
    long deadlineNs = System.nanoTime() + START_MAX.toNanos();
    while (keeper.isAlive() && System.nanoTime() < deadlineNs) {
      try {
        access().connect().close();
        return;
      } catch (SQLException _) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50)); // Not yet.
      }
    }
    String last = lastLine(folder);
    stop();
    throw new IOException("the server does not answer: " + last);
  }

  /** The end of its input is what the keeper waits for. */
  private void stop() throws IOException {
    keeper.getOutputStream().close();
    try {
      if (!keeper.waitFor(STOP_MAX.toSeconds(), TimeUnit.SECONDS)) {
        throw new IOException("it does not end within " + STOP_MAX.toSeconds() + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static ProcessBuilder process(List<String> command, Path folder) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("PG") || name.startsWith("LC_"));
    builder.directory(folder.toFile());
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()));
    return builder;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String data(Path folder) {
    return folder.resolve("data").toString();
  }

  private static String lastLine(Path folder) throws IOException {
    List<String> lines = Files.readAllLines(folder.resolve("log"));
    return lines.isEmpty() ? "it said nothing" : lines.getLast();
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> inside = Files.walk(folder)) {
        for (Path each : inside.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
  }
}
