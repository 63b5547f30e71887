package org.collegium.scenarios.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.collegium.organization.security.DevelopmentCertificates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TlsInitCommandTest {
  @TempDir
  Path folder;

  private record Ended(int code, List<String> out, String err) {}

  private Ended initialise(String... options) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    List<String> arguments = new ArrayList<>(List.of("tls", "init", "--folder", dev().toString()));
    arguments.addAll(List.of(options));
    CommandLine line = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int code = line.execute(arguments.toArray(String[]::new));
    return new Ended(code, out.toString().lines().toList(), err.toString().strip());
  }

  private Path dev() {
    return folder.resolve("dev");
  }

  private void assertUsable(String node, String host) {
    DevelopmentCertificates certificates = new DevelopmentCertificates(dev());
    assertThat(certificates.settings(node).pekko(Instant.now()).isEmpty()).isFalse();
    certificates.settings(node).requireHost(host);
  }

  @Test
  void nodesAreAddedToWhatIsThereAndNothingIsOverwritten() throws IOException {
    assertThat(initialise().out())
        .containsExactly(
            dev().resolve("ca.p12") + ": made a certificate authority for development, and trust.p12 for its nodes",
            dev().resolve("local.p12") + ": made a key store of node local for localhost, 127.0.0.1");
    assertUsable("local", "localhost");
    byte[] local = Files.readAllBytes(dev().resolve("local.p12"));
    Ended second =
        initialise(
            "--node", "a", "--host", "a.example,10.0.0.7", "--node", "b", "--host", "b.example", "--node", "c",
            "--host", "c.example");
    assertThat(second.err()).isEmpty();
    assertThat(second.out())
        .containsExactly(
            dev().resolve("ca.p12") + ": is there already",
            dev().resolve("a.p12") + ": made a key store of node a for a.example, 10.0.0.7",
            dev().resolve("b.p12") + ": made a key store of node b for b.example",
            dev().resolve("c.p12") + ": made a key store of node c for c.example");
    assertUsable("a", "10.0.0.7");
    assertUsable("b", "b.example");
    assertThat(initialise().out()).allMatch(line -> line.endsWith(": is there already"));
    assertThat(dev().resolve("local.p12")).hasBinaryContent(local);
    Ended anew = initialise("--force", "--node", "b", "--host", "d.example");
    assertThat(anew.out()).last().asString().endsWith("node b for d.example");
    assertUsable("b", "d.example");
    assertUsable("local", "127.0.0.1");
    assertThat(initialise("--force").out()).allMatch(line -> line.contains(": made a "));
    assertThat(dev().resolve("a.p12")).doesNotExist();
    assertUsable("local", "127.0.0.1");
  }

  @Test
  void whatCannotBeUsedIsSaidInOneLineAndNothingIsMade() {
    for (List<String> options :
        List.of(
            List.of("--node", "a/b", "--host", "x"), List.of("--node", "ca", "--host", "x"),
            List.of("--node", "a", "--host", "x y"), List.of("--node", "a"))) {
      Ended ended = initialise(options.toArray(String[]::new));
      assertThat(ended.code()).as("%s", options).isEqualTo(ExitCode.BAD_INPUT);
      assertThat(ended.err()).isNotEmpty();
      assertThat(dev()).doesNotExist();
    }
  }
}
