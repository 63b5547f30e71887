package org.collegium.scenarios.result;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.collegium.organization.run.RunOutcome;
import org.collegium.scenarios.configuration.InvalidInputException;

/** Reads from a {@code summary.json} how its run ended. */
public final class RecordedOutcome {
  private RecordedOutcome() {}

  /**
   * The outcome that a run wrote down.
   *
   * @throws InvalidInputException when the file is not there, or is no summary that this build can read
   */
  public static RunOutcome read(Path summary) {
    if (!Files.isRegularFile(summary)) {
      throw new InvalidInputException(summary + ": is missing; the run did not get to its end");
    }
    try {
      JsonNode root = new ObjectMapper().readTree(Files.readString(summary));
      int version = root.path("schemaVersion").asInt();
      if (version != SummaryFile.SCHEMA_VERSION) {
        throw new InvalidInputException(
            summary + ": schemaVersion must be " + SummaryFile.SCHEMA_VERSION + ", was " + version);
      }
      return outcome(root);
    } catch (IOException | IllegalArgumentException broken) {
      throw new InvalidInputException(summary + ": is no summary of a run: " + broken.getMessage());
    }
  }

  private static RunOutcome outcome(JsonNode root) {
    SortedMap<String, String> hashes = new TreeMap<>();
    SortedMap<String, Integer> rounds = new TreeMap<>();
    for (JsonNode organization : root.path("organizations")) {
      String id = organization.path("id").asText();
      rounds.put(id, organization.path("rounds").asInt());
      String hash = organization.path("stateHash").asText();
      if (!hash.isEmpty()) {
        hashes.put(id, hash);
      }
    }
    String ending = root.path("ending").asText().toUpperCase(Locale.ROOT).replace('-', '_');
    return new RunOutcome(
        RunOutcome.Ending.valueOf(ending),
        root.path("endingDetail").asText(),
        hashes,
        root.path("finalStateHash").asText(),
        rounds);
  }
}
