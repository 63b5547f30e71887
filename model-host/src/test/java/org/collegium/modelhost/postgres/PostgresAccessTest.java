package org.collegium.modelhost.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PostgresAccessTest {
  private static final String URL = "jdbc:postgresql://db.example:5433/town";

  private static PostgresAccess access(String url, String user, String password) {
    return new PostgresAccess(url, user, Optional.of(password));
  }

  private static String problem(PostgresAccess access) {
    return access.problem(catchThrowableOfType(SQLException.class, () -> access.connect().close()));
  }

  @Test
  void thePasswordIsInNoText() {
    assertThat(access(URL, "ann", "s3cret").toString()).isEqualTo("ann at db.example:5433/town");
  }

  @Test
  void anAddressThatCannotBeUsedIsRefusedAndASecretInItIsNotShown() {
    for (String url : List.of(
        URL + "?password=s3cret", URL + "?sslmode=require&Password=s3cret", "jdbc:postgresql://ann:s3cret@db/town")) {
      assertThatThrownBy(() -> access(url, "ann", "x"))
          .hasMessage("url must not hold a user or a password: they have keys of their own");
    }
    for (String url : List.of("", "postgresql://db/town", "jdbc:h2:mem:x", "jdbc:postgresql://db", URL + " x")) {
      assertThatThrownBy(() -> access(url, "ann", "x"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("url must be jdbc:postgresql://HOST:PORT/DATABASE, was '" + url + "'");
    }
    assertThatThrownBy(() -> access(URL, " ", "x")).hasMessage("user must not be empty");
  }

  @Test
  void aServerThatIsNotThereIsSaidInOneLine() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    assertThat(problem(access("jdbc:postgresql://127.0.0.1:" + port + "/town", "ann", "s3cret")))
        .startsWith("database 127.0.0.1:" + port + "/town: the server cannot be reached: Connection to 127.0.0.1:")
        .doesNotContain("\n", "s3cret");
  }

  @Test
  void whatARealServerRefusesIsSaidInOneLine() throws SQLException {
    assumeTrue(TemporaryPostgres.obstacle().isEmpty(), () -> TemporaryPostgres.obstacle().orElse(""));
    try (TemporaryPostgres server = TemporaryPostgres.start()) {
      PostgresAccess right = server.newDatabase();
      PostgresAccess wrong = access(right.url(), right.user(), "wrong");
      assertThat(problem(wrong))
          .isEqualTo("database " + right.place() + ": the server refuses user 'collegium' with the password that"
              + " was given");
      assertThat(problem(new PostgresAccess(right.url(), right.user(), Optional.empty())))
          .contains("password", right.place())
          .doesNotContain("\n");
      assertThat(problem(access(right.url() + "x", right.user(), right.password().orElseThrow())))
          .isEqualTo("database " + right.place() + "x: the server has no database 'collegium_1x'; make it with"
              + " createdb");
      try (Connection connection = right.connect();
          Statement statement = connection.createStatement()) {
        SQLException missing =
            catchThrowableOfType(SQLException.class, () -> statement.execute("SELECT * FROM public.nothing"));
        assertThat(right.problem(missing))
            .isEqualTo("database " + right.place() + ": the tables are missing; run ./collegium db init");
      }
    }
  }
}
