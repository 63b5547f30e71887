package org.collegium.scenarios.command;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.Map;
import java.util.concurrent.Callable;
import org.collegium.organization.durable.DatabaseSettings;
import org.collegium.organization.durable.PostgresSchema;
import org.collegium.organization.durable.StateDatabaseException;
import org.collegium.scenarios.configuration.InvalidInputException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Makes the tables of a cluster's database. */
@Command(
    name = "init",
    mixinStandardHelpOptions = true,
    description = {
      "Makes the tables that the nodes of a cluster need in their PostgreSQL database. Tables that are there stay as",
      "they are, so it may be called again at any time. The database itself must exist (createdb), and the password",
      "comes from COLLEGIUM_DATABASE_PASSWORD or the file that collegium.cluster.database.password-file names.",
    },
    footerHeading = "%nExamples:%n",
    footer = {"  COLLEGIUM_DATABASE_PASSWORD=... collegium db init --conf conf/cluster/laptop.conf"})
final class DbInitCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ClusterOptions options = new ClusterOptions();

  @Override
  public Integer call() {
    spec.commandLine().getOut().println(initialise(options.config(ConfigFactory.empty()), System.getenv()));
    return ExitCode.OK;
  }

  /** What was done, in one line. */
  static String initialise(Config config, Map<String, String> environment) {
    try {
      return switch (DatabaseSettings.read(config, environment)) {
        case DatabaseSettings.Shared shared -> PostgresSchema.create(shared.access());
        case DatabaseSettings.Embedded _ ->
          "collegium.cluster.database.kind is h2: each node makes a file of its own when it starts; nothing was done";
      };
    } catch (StateDatabaseException e) {
      throw new InvalidInputException(String.valueOf(e.getMessage()));
    }
  }
}
