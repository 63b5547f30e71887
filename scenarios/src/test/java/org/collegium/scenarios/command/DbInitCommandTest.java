package org.collegium.scenarios.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.collegium.modelhost.postgres.PostgresAccess;
import org.collegium.modelhost.postgres.TemporaryPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DbInitCommandTest {
  @TempDir
  Path folder;

  private record Ended(int code, String out, String err) {}

  private static Ended execute(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int code = line.execute(arguments);
    return new Ended(code, out.toString().strip(), err.toString().strip());
  }

  private Ended initialise(String database) throws IOException {
    Path file = folder.resolve("node.conf");
    Files.writeString(file, "collegium.cluster.database {\n" + database + "\n}\n");
    return execute("db", "init", "--conf", file.toString());
  }

  @Test
  void theTablesAreMadeAndASecondTimeNothingIsDone() throws IOException {
    assumeTrue(TemporaryPostgres.obstacle().isEmpty(), () -> TemporaryPostgres.obstacle().orElse(""));
    try (TemporaryPostgres server = TemporaryPostgres.start()) {
      PostgresAccess access = server.newDatabase();
      Path password = Files.writeString(folder.resolve("password"), access.password().orElseThrow());
      String database =
          "kind = postgresql\nurl = \"" + access.url() + "\"\nuser = " + access.user() + "\npassword-file = \""
              + password + "\"";
      Ended first = initialise(database);
      assertThat(first.err()).isEmpty();
      assertThat(first.code()).isZero();
      assertThat(first.out()).startsWith("database " + access.place() + ": made the tables collegium_adapter, ");
      assertThat(initialise(database))
          .isEqualTo(
              new Ended(
                  0, "database " + access.place() + ": all tables are there already (version 1); nothing was changed",
                  ""));
      Files.writeString(password, "s3cret");
      assertThat(initialise(database))
          .isEqualTo(
              new Ended(
                  ExitCode.BAD_INPUT, "",
                  "database " + access.place()
                      + ": the server refuses user 'collegium' with the password that was given"));
    }
  }

  @Test
  void anEmbeddedDatabaseNeedsNothing() throws IOException {
    Ended ended = initialise("kind = h2");
    assertThat(ended.code()).isZero();
    assertThat(ended.out()).endsWith("nothing was done");
  }

  @Test
  void aFileThatCannotBeReadIsSaidInOneLine() throws IOException {
    Ended missing = execute("db", "init", "--conf", folder.resolve("no.conf").toString());
    assertThat(missing.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(missing.err().lines()).singleElement().asString().contains("no.conf");
    Ended wrong = initialise("kind = oracle");
    assertThat(wrong.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(wrong.err())
        .endsWith("node.conf: 2: collegium.cluster.database.kind must be h2 or postgresql, was 'oracle'");
  }
}
