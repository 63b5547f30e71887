package org.collegium.scenarios.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Every command line in the files of clusters is one that the program takes. */
class ClusterCommandLinesTest {
  private static final Path CONF = Path.of("..", "conf");
  private static final Pattern LINE = Pattern.compile("(?:\\./|/opt/collegium/)collegium ([a-z][^`\n]*)");

  /** The launcher's own, in front of the program. */
  private static final List<String> LAUNCHER_OPTIONS = List.of("--supervise");

  private static void assertTaken(String place, List<String> arguments) {
    List<String> own = new ArrayList<>(arguments);
    own.removeAll(LAUNCHER_OPTIONS);
    CommandLine.ParseResult parsed = Main.commandLine().parseArgs(own.toArray(String[]::new));
    while (parsed.hasSubcommand()) {
      parsed = parsed.subcommand();
      assertThat(parsed.unmatched()).as(place).isEmpty();
    }
    assertThat(parsed.commandSpec().userObject()).as("%s: %s", place, arguments).isNotInstanceOf(Main.class);
  }

  @Test
  void thoseOfPodsAreTaken() throws IOException {
    int found = 0;
    for (String role : List.of("organization", "agents", "model-host")) {
      Path file = CONF.resolve("kubernetes/base").resolve(role + ".yaml");
      try (MappingIterator<JsonNode> documents =
          new ObjectMapper(new YAMLFactory()).readerFor(JsonNode.class).readValues(file.toFile())) {
        for (JsonNode document : documents.readAll()) {
          for (JsonNode arguments : document.findValues("args")) {
            List<String> words = new ArrayList<>();
            arguments.forEach(word -> words.add(word.asText().replace("$(COLLEGIUM_ROLE)", role).replace("$(", "")));
            assertTaken(file.toString(), words);
            found++;
          }
        }
      }
    }
    assertThat(found).isEqualTo(4);
  }

  @Test
  void thoseInTextsAreTaken() throws IOException {
    List<String> found = new ArrayList<>();
    for (String folder : List.of("cluster", "kubernetes", "tls")) {
      try (Stream<Path> files = Files.walk(CONF.resolve(folder))) {
        for (Path file : files.filter(each -> each.toString().matches(".*\\.(md|conf|yaml)")).toList()) {
          Matcher lines = LINE.matcher(Files.readString(file));
          while (lines.find()) {
            String line = lines.group(1).replaceAll("\\s+(#|\\().*", "").replace(" makes them.", "").strip();
            assertTaken(file.toString(), List.of(line.replace("'", "").split("\\s+")));
            found.add(line);
          }
        }
      }
    }
    assertThat(found).hasSizeGreaterThan(6);
  }
}
