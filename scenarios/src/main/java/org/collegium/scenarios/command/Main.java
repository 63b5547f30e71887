package org.collegium.scenarios.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import org.collegium.modelhost.model.ModelFormatException;
import org.collegium.modelhost.safetensors.SafetensorsException;
import org.collegium.modelhost.store.AdapterStoreException;
import org.collegium.organization.cluster.ClusterRefusedException;
import org.collegium.organization.durable.StateDatabaseException;
import org.collegium.organization.messagelog.LogDamagedException;
import org.collegium.organization.messagelog.LogVersionException;
import org.collegium.organization.replay.LogContradictionException;
import org.collegium.organization.security.TlsException;
import org.collegium.scenarios.configuration.InvalidInputException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The command line of Collegium. */
@Command(
    name = "collegium",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "Simulates organizations of agents that learn.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:it worked",
      "1:it failed, or a replay differs",
      "2:what was given cannot be used; nothing was written",
      "130:stopped by Ctrl-C at a round boundary; what is there is whole",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  collegium run conf/scenarios/first-call.conf",
      "  collegium run first-call --quick --set agents.count=2",
      "  collegium resume runs/first-call-001",
      "  collegium replay runs/first-call-001",
      "  collegium log show runs/first-call-001 --agent dual/1/agent-1 --round 3",
      "  collegium inspect embedded",
    },
    subcommands = {
      RunCommand.class,
      ResumeCommand.class,
      ForkCommand.class,
      NodeCommand.class,
      AttachCommand.class,
      StopCommand.class,
      ForgetCommand.class,
      ValidateCommand.class,
      ReplayCommand.class,
      LogCommand.class,
      DbCommand.class,
      TlsCommand.class,
      PretrainCommand.class,
      InspectCommand.class,
      BenchCommand.class,
    })
public final class Main {
  private static final int WIDTH = 110;

  private Main() {}

  /** Says which build this is. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"collegium " + BuildId.current(), "Java ${java.version}, ${os.name} ${os.arch}"};
    }
  }

  /** Starts the program. */
  public static void main(String[] arguments) {
    // A logger that exists before the first actor system keeps SLF4J from telling of calls it had to replay.
    Logger log = LoggerFactory.getLogger(Main.class);
    log.debug("started");
    System.exit(commandLine().execute(arguments));
  }

  /** The command line with the house's exit codes and messages. */
  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Main());
    line.setUsageHelpWidth(WIDTH);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler((failure, command, _) -> tell(failure, command));
    line.setParameterExceptionHandler((wrong, _) -> {
      CommandLine command = wrong.getCommandLine();
      PrintWriter err = command.getErr();
      err.println(wrong.getMessage());
      CommandLine.UnmatchedArgumentException.printSuggestions(wrong, err);
      err.println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
      return ExitCode.BAD_INPUT;
    });
    return line;
  }

  private static int tell(Exception failure, CommandLine command) {
    PrintWriter err = command.getErr();
    if (failure instanceof InvalidInputException wrong) {
      wrong.lines().forEach(err::println);
      return ExitCode.BAD_INPUT;
    }
    if (failure instanceof LogDamagedException
        || failure instanceof LogContradictionException
        || failure instanceof ClusterRefusedException
        || failure instanceof StateDatabaseException
        || failure instanceof AdapterStoreException
        || failure instanceof TlsException) {
      err.println(failure.getMessage());
      return failure instanceof LogVersionException ? ExitCode.BAD_INPUT : ExitCode.FAILED;
    }
    if (failure instanceof StoppedException) {
      err.println(failure.getMessage());
      return ExitCode.STOPPED;
    }
    if (isOfAFile(failure)) {
      err.println("collegium failed: " + inWords(failure));
      return ExitCode.FAILED;
    }
    err.println("collegium failed, and this is a defect of Collegium: " + failure);
    failure.printStackTrace(err);
    return ExitCode.FAILED;
  }

  private static boolean isOfAFile(Exception failure) {
    return failure instanceof IOException
        || failure instanceof UncheckedIOException
        || failure instanceof SafetensorsException
        || failure instanceof ModelFormatException;
  }

  /** Most exceptions of files say only the file's name; their own name then says what was wrong with it. */
  private static String inWords(Exception failure) {
    if (failure instanceof FileSystemException file && file.getReason() == null) {
      return file.getFile() + ": " + file.getClass().getSimpleName();
    }
    String message = String.valueOf(failure.getMessage()).strip().replaceAll("\\s*\\R\\s*", " ");
    // Some messages tell their cause already.
    return failure.getCause() instanceof IOException inner && !message.contains(String.valueOf(inner.getMessage()))
        ? message + " (" + inWords(inner) + ")"
        : message;
  }
}
