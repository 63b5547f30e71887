package org.collegium.organization.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseSettingsTest {
  private static final String SERVER =
      "kind = postgresql, url = \"jdbc:postgresql://db:5432/town\", user = ann";

  @TempDir
  Path folder;

  private static DatabaseSettings read(String section) {
    return DatabaseSettings.read(config("database", section), Map.of());
  }

  private static Config config(String name, String section) {
    return ConfigFactory.parseString("collegium.cluster." + name + " {\n" + section + "\n}");
  }

  private static Optional<String> password(String section, Map<String, String> environment) {
    DatabaseSettings settings = DatabaseSettings.read(config("database", section), environment);
    assertThat(settings.toString()).doesNotContain("from-");
    assertThat(settings).isInstanceOf(DatabaseSettings.Shared.class);
    return settings instanceof DatabaseSettings.Shared shared ? shared.access().password() : Optional.empty();
  }

  @Test
  void theEmbeddedDatabaseIsTheDefault() {
    assertThat(DatabaseSettings.read(ConfigFactory.empty(), Map.of())).isInstanceOf(DatabaseSettings.Embedded.class);
    assertThat(read("kind = h2, url = \"\"")).isInstanceOf(DatabaseSettings.Embedded.class);
  }

  @Test
  void thePasswordComesFromTheEnvironmentThenAFile() throws IOException {
    Path file = Files.writeString(folder.resolve("password"), "from-file\n");
    String both = SERVER + ", password-file = \"" + file + "\"";
    Map<String, String> environment = Map.of(DatabaseSettings.PASSWORD_VARIABLE, "from-environment");
    assertThat(password(both, environment)).contains("from-environment");
    assertThat(password(both, Map.of(DatabaseSettings.PASSWORD_VARIABLE, ""))).contains("from-file");
    assertThat(password(SERVER, Map.of())).isEmpty();
    assertThat(password(SERVER + ", password = \"\"", Map.of())).isEmpty();
  }

  @Test
  void aPasswordInAConfigurationIsRefusedWhateverElseIsThereAndNotShown() throws IOException {
    Path file = Files.writeString(folder.resolve("password"), "from-file\n");
    for (String section : List.of(
        SERVER + "\npassword = from-key",
        SERVER + ", password-file = \"" + file + "\"\npassword = from-key",
        "kind = h2\npassword = from-key")) {
      Map<String, String> environment = Map.of(DatabaseSettings.PASSWORD_VARIABLE, "from-environment");
      assertThatThrownBy(() -> DatabaseSettings.read(config("database", section), environment))
          .as(section)
          .isInstanceOf(StateDatabaseException.class)
          .hasMessage(
              "String: 3: collegium.cluster.database.password must not be in a configuration: name a file in"
                  + " password-file, or set the environment variable COLLEGIUM_DATABASE_PASSWORD");
    }
  }

  @Test
  void whatIsWrongIsSaidInOneLineWithItsPlace() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty"));
    Path missing = folder.resolve("missing");
    Map<String, String> wrong =
        Map.of(
            "kind = oracle", "String: 2: collegium.cluster.database.kind must be h2 or postgresql, was 'oracle'",
            "kind = [h2]", "String: 2: collegium.cluster.database.kind must be a text",
            "kind = postgresql, user = ann", "collegium.cluster.database.url is needed when kind is postgresql",
            "kind = postgresql, url = \"jdbc:postgresql://db/town\"",
            "collegium.cluster.database.user is needed when kind is postgresql",
            SERVER + "\nurl = \"jdbc:h2:mem\"",
            "String: 3: collegium.cluster.database.url cannot be used: url must be"
                + " jdbc:postgresql://HOST:PORT/DATABASE, was 'jdbc:h2:mem'",
            SERVER + "\nurl = \"jdbc:postgresql://db/town?password=from-url\"",
            "String: 3: collegium.cluster.database.url cannot be used: url must not hold a user or a password: they"
                + " have keys of their own",
            SERVER + "\npassword-file = \"" + missing + "\"",
            "String: 3: collegium.cluster.database.password-file names " + missing
                + ", which cannot be read: NoSuchFileException",
            SERVER + "\npassword-file = \"" + empty + "\"",
            "String: 3: collegium.cluster.database.password-file names " + empty + ", which is empty");
    wrong.forEach(
        (section, line) ->
            assertThatThrownBy(() -> read(section))
                .as(section)
                .isInstanceOf(StateDatabaseException.class)
                .hasMessage(line));
  }

  @Test
  void adaptersAreInADirectoryOrInTheDatabaseOfTheStates() {
    DatabaseSettings server = read(SERVER);
    DatabaseSettings embedded = read("kind = h2");
    assertThat(AdapterStoreSettings.read(config("adapters", "folder = /srv/adapters"), embedded))
        .isEqualTo(new AdapterStoreSettings.SharedDirectory(Path.of("/srv/adapters")));
    assertThat(AdapterStoreSettings.read(config("adapters", "store = postgresql"), server))
        .isInstanceOf(AdapterStoreSettings.SharedDatabase.class);
    Map<String, String> wrong =
        Map.of(
            "store = postgresql",
            "String: 2: collegium.cluster.adapters.store is postgresql, but collegium.cluster.database.kind is not",
            "store = s3", "String: 2: collegium.cluster.adapters.store must be directory or postgresql, was 's3'",
            "store = directory", "collegium.cluster.adapters.folder is needed when store is directory");
    wrong.forEach(
        (section, line) ->
            assertThatThrownBy(() -> AdapterStoreSettings.read(config("adapters", section), embedded))
                .isInstanceOf(StateDatabaseException.class)
                .hasMessage(line));
  }

  @Test
  void aRunWhoseNameLeadsElsewhereHasNoAdapters() {
    AdapterStoreSettings settings = new AdapterStoreSettings.SharedDirectory(folder);
    for (String run : new String[] {"", "..", "a/b", ".probe-x", "a b"}) {
      assertThatThrownBy(() -> settings.open(run)).as(run).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
