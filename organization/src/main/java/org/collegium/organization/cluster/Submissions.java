package org.collegium.organization.cluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.collegium.organization.orchestrator.OrganizationSettings;
import org.collegium.organization.registry.RunsMessage;

/** Reads what clients submit. They say it again and again, so what was read last is remembered. For one actor. */
final class Submissions {
  /** It becomes a folder, and part of actors' names. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  private final RunBook book;
  private final Path folder;
  private Optional<Read> last = Optional.empty();

  /** A run that could be read. */
  record Read(String run, String scenario, List<String> organizations, boolean hasLeftovers) {
    RunsMessage by(String client) {
      return new RunsMessage.Submitted(run, scenario, organizations, hasLeftovers, client);
    }
  }

  /**
   * @param folder of the node, in which each run has one
   */
  Submissions(RunBook book, Path folder) {
    this.book = book;
    this.folder = folder;
  }

  /** What is submitted; empty when it cannot be read, and then the client has been told. */
  Optional<Read> read(RegistryCommand.Submit submit) {
    Optional<Read> again =
        last.filter(read -> read.run().equals(submit.run()) && read.scenario().equals(submit.scenario()));
    if (again.isPresent()) {
      return again;
    }
    if (!NAME.matcher(submit.run()).matches()) {
      submit.client().tell(new ClientEvent.Rejected("", "the name of a run must match " + NAME));
      return Optional.empty();
    }
    try {
      List<String> organizations =
          book.read(submit.run(), submit.scenario(), folder.resolve(".submitted"))
              .plan()
              .organizations()
              .stream()
              .map(OrganizationSettings::id)
              .toList();
      boolean hasLeftovers = Files.exists(folder.resolve(submit.run()).resolve("messages"));
      last = Optional.of(new Read(submit.run(), submit.scenario(), organizations, hasLeftovers));
      return last;
    } catch (UnplayableRunException e) {
      submit.client().tell(new ClientEvent.Rejected(submit.run(), String.valueOf(e.getMessage())));
      return Optional.empty();
    }
  }
}
