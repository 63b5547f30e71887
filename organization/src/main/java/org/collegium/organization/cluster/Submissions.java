package org.collegium.organization.cluster;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.collegium.organization.orchestrator.OrganizationSettings;
import org.collegium.organization.registry.RunIdentity;
import org.collegium.organization.registry.RunsMessage;

/**
 * Reads what clients submit, and draws an identity for each in case it is a new run. They say it again and again, so
 * what was read last is remembered. For one actor.
 */
final class Submissions {
  private final SecureRandom random = new SecureRandom();
  private final RunBook book;
  private final Path folder;
  private Optional<Read> last = Optional.empty();

  /** A run that could be read. */
  private record Read(String name, String scenario, List<String> organizations) {}

  /**
   * @param folder of the node, in which each run has one
   */
  Submissions(RunBook book, Path folder) {
    this.book = book;
    this.folder = folder;
  }

  /**
   * What is submitted; empty when it cannot be read, and then the client has been told.
   *
   * @param client how the registry's core calls the client
   */
  Optional<RunsMessage> read(RegistryCommand.Submit submit, String client) {
    RunIdentity identity = RunIdentity.drawn(submit.name(), submit.request(), random.nextLong());
    return organizations(submit, identity)
        .map(organizations -> new RunsMessage.Submitted(identity, submit.scenario(), organizations, client));
  }

  private Optional<List<String>> organizations(RegistryCommand.Submit submit, RunIdentity identity) {
    Optional<Read> again =
        last.filter(read -> read.name().equals(submit.name()) && read.scenario().equals(submit.scenario()));
    if (again.isPresent()) {
      return again.map(Read::organizations);
    }
    if (!RunIdentity.NAME.matcher(submit.name()).matches()) {
      submit.client().tell(new ClientEvent.Rejected("", "the name of a run must match " + RunIdentity.NAME));
      return Optional.empty();
    }
    try {
      List<String> organizations =
          book.read(identity.value(), submit.scenario(), folder.resolve(".submitted"))
              .plan()
              .organizations()
              .stream()
              .map(OrganizationSettings::id)
              .toList();
      last = Optional.of(new Read(submit.name(), submit.scenario(), organizations));
      return Optional.of(organizations);
    } catch (UnplayableRunException e) {
      submit.client().tell(new ClientEvent.Rejected("", String.valueOf(e.getMessage())));
      return Optional.empty();
    }
  }
}
