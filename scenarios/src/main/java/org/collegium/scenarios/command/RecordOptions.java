package org.collegium.scenarios.command;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.collegium.scenarios.logview.RecordFilter;
import picocli.CommandLine.Option;

/** Which records of a log are meant. */
final class RecordOptions {
  @Option(
      names = "--agent",
      paramLabel = "ID",
      description = "Only what this agent received, sent, asked of the model host and was answered.")
  private Optional<String> agent = Optional.empty();

  @Option(names = "--round", paramLabel = "A..B", description = "Only these rounds: 3, 3..5, 3.. or ..5.")
  private Optional<String> rounds = Optional.empty();

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      split = ",",
      description = "Only these kinds of messages, for example reported or ask-generate,generated.")
  private List<String> kinds = List.of();

  RecordFilter filter(RecordedRun run) {
    RecordFilter filter =
        new RecordFilter(
            agent.map(run::agent),
            0,
            Integer.MAX_VALUE,
            kinds.stream().map(RecordFilter::kind).collect(Collectors.toSet()));
    return rounds.map(filter::ofRounds).orElse(filter);
  }
}
