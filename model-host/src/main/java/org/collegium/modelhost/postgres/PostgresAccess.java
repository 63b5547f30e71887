package org.collegium.modelhost.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Where a PostgreSQL database is and who asks. The password is in no text that this class makes.
 *
 * @param url {@code jdbc:postgresql://HOST[:PORT]/DATABASE[?PARAMETERS]}, without user and password
 * @param user role of the server
 * @param password empty when the server asks for none
 */
public record PostgresAccess(String url, String user, Optional<String> password) {
  private static final Pattern URL = Pattern.compile("jdbc:postgresql://([^/?@\\s]+)/([^/?\\s]+)(\\?\\S*)?");
  private static final Pattern SECRET = Pattern.compile("[?&](user|password)=");

  /** Longest wait for a connection. */
  public static final int CONNECT_TIMEOUT_S = 10;

  /** Longest wait for an answer: over a network that lost its other end there would never be one. */
  public static final int SILENCE_TIMEOUT_S = 60;

  /**
   * @throws IllegalArgumentException in one line, when the address is none of PostgreSQL or carries a user or a
   *     password; the text does not show the address then
   */
  public PostgresAccess {
    if (SECRET.matcher(url.toLowerCase(Locale.ROOT)).find() || url.contains("@")) {
      throw new IllegalArgumentException("url must not hold a user or a password: they have keys of their own");
    }
    if (!URL.matcher(url).matches()) {
      throw new IllegalArgumentException("url must be jdbc:postgresql://HOST:PORT/DATABASE, was '" + url + "'");
    }
    if (user.isBlank()) {
      throw new IllegalArgumentException("user must not be empty");
    }
  }

  /** For people: {@code HOST:PORT/DATABASE}. */
  public String place() {
    Matcher parts = matched();
    return parts.group(1) + "/" + parts.group(2);
  }

  /**
   * Opens a connection.
   *
   * @throws SQLException when there is none within ten seconds
   */
  public Connection connect() throws SQLException {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url);
    source.setUser(user);
    password.ifPresent(source::setPassword);
    source.setConnectTimeout(CONNECT_TIMEOUT_S);
    source.setSocketTimeout(SILENCE_TIMEOUT_S);
    source.setTcpKeepAlive(true);
    source.setApplicationName("collegium");
    return source.getConnection();
  }

  /** What went wrong, and what to do where that is known, in one line that names the place. */
  public String problem(SQLException failure) {
    String state = String.valueOf(failure.getSQLState());
    String text =
        switch (state) {
          case "08001", "08004", "08006" ->
            "the server cannot be reached: " + firstLine(failure);
          case "28P01", "28000" -> "the server refuses user '" + user + "'" + passwordHint();
          case "3D000" -> "the server has no database '" + matched().group(2) + "'; make it with createdb";
          case "42P01", "3F000" -> "the tables are missing; run ./collegium db init";
          case "42501" -> "user '" + user + "' may not do this: " + firstLine(failure);
          default -> firstLine(failure) + " (SQLSTATE " + state + ")";
        };
    return "database " + place() + ": " + text;
  }

  private String passwordHint() {
    return password.isPresent() ? " with the password that was given" : ": it wants a password and none was given";
  }

  private Matcher matched() {
    Matcher parts = URL.matcher(url);
    if (!parts.matches()) {
      throw new IllegalStateException("checked when it was made");
    }
    return parts;
  }

  private static String firstLine(SQLException failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("").strip();
  }

  @Override
  public String toString() {
    return user + " at " + place();
  }
}
