package org.collegium.modelhost.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Tells what is wrong with a JSON text, for people who do not know the library that reads it. */
public final class JsonProblem {
  private static final Pattern SOURCE =
      Pattern.compile("\\[Source: [^\\[\\]]*?(line: \\d+, column: \\d+)\\]");

  private JsonProblem() {}

  /** Place and problem in one line, such as {@code line 3, column 7: Unexpected character ...}. */
  public static String of(JsonProcessingException failure) {
    String problem = SOURCE.matcher(failure.getOriginalMessage()).replaceAll("$1").replaceAll("\\s+", " ").strip();
    return Optional.ofNullable(failure.getLocation())
        .map(place -> where(place) + ": " + problem)
        .orElse(problem);
  }

  private static String where(JsonLocation place) {
    return "line " + place.getLineNr() + ", column " + place.getColumnNr();
  }
}
