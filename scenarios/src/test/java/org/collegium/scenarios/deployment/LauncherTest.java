package org.collegium.scenarios.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher beside programs that only say how they were called. */
class LauncherTest {
  private static final Path KUBERNETES = Path.of("..", "conf", "kubernetes", "base");

  @TempDir
  private Path home;

  private record Called(int code, String said) {}

  @BeforeEach
  void install() throws IOException {
    Files.copy(Path.of("..", "collegium"), home.resolve("collegium"));
    Files.createDirectories(home.resolve("jdk/bin"));
    Files.writeString(home.resolve("jdk/release"), "JAVA_VERSION=\"25.0.1\"\n");
    program("jdk/bin/java", "echo \"$@\"\n");
    Files.createDirectories(home.resolve("bin"));
    program("bin/mvn", "echo built >>\"" + home + "/builds\"\nsleep 2\nmkdir -p scenarios/target/dist\n");
    for (String folder : List.of("scenarios/src/main", "conf/build")) {
      Files.createDirectories(home.resolve(folder));
    }
  }

  private void program(String name, String script) throws IOException {
    Path file = Files.writeString(home.resolve(name), "#!/bin/sh\n" + script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Process start(String javaOptions) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("sh", home.resolve("collegium").toString(), "validate", "x.conf");
    builder.environment().put("JAVA_HOME", home.resolve("jdk").toString());
    builder.environment().put("PATH", home.resolve("bin") + ":" + System.getenv("PATH"));
    builder.environment().put("COLLEGIUM_JAVA_OPTS", javaOptions);
    return builder.redirectErrorStream(true).start();
  }

  private static Called ended(Process process) throws IOException, InterruptedException {
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Called(process.exitValue(), said);
  }

  @Test
  void javaTakesTheOptionsOfEveryPod() throws IOException, InterruptedException {
    List<String> options =
        KubernetesManifests.in(KUBERNETES).stream()
            .filter(StatefulSet.class::isInstance)
            .flatMap(set -> ((StatefulSet) set).getSpec().getTemplate().getSpec().getContainers().stream())
            .flatMap(container -> container.getEnv().stream())
            .filter(variable -> variable.getName().equals("COLLEGIUM_JAVA_OPTS"))
            .map(EnvVar::getValue)
            .toList();
    assertThat(options).hasSize(3);
    for (String each : options) {
      String line = ended(start(each)).said().lines().toList().getLast();
      String own = line.substring(0, line.indexOf(" -cp ")).replaceAll("-Dcollegium.home=\\S+", "");
      Process java =
          new ProcessBuilder(
                  "sh", "-c", "exec \"$0\" " + own + " -version",
                  Path.of(System.getProperty("java.home"), "bin", "java").toString())
              .redirectErrorStream(true)
              .start();
      Called called = ended(java);
      assertThat(called.code()).as("%s: %s", own, called.said()).isZero();
    }
  }

  @Test
  void callsAtTheSameTimeBuildOnce() throws IOException, InterruptedException {
    Process first = start("");
    Process second = start("");
    List<Called> both = List.of(ended(first), ended(second));

    assertThat(both).allSatisfy(called -> {
      assertThat(called.code()).as(called.said()).isZero();
      assertThat(called.said()).contains("validate x.conf");
    });
    assertThat(home.resolve("builds")).hasContent("built");
    assertThat(home.resolve("target/.building")).doesNotExist();
  }

  @Test
  void theLockOfACallThatIsGoneIsNobodys() throws IOException, InterruptedException {
    Path lock = Files.createDirectories(home.resolve("target/.building"));
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    Files.writeString(lock.resolve("holder"), Long.toString(gone.pid()));

    Called called = ended(start(""));

    assertThat(called.code()).as(called.said()).isZero();
    assertThat(home.resolve("builds")).hasContent("built");
  }
}
