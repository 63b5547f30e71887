package org.collegium.scenarios.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.collegium.organization.security.DevelopmentCertificates;
import org.collegium.organization.security.DevelopmentCertificates.Node;
import org.collegium.organization.security.TlsException;
import org.collegium.scenarios.configuration.InvalidInputException;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes certificates for development. */
@Command(
    name = "init",
    mixinStandardHelpOptions = true,
    description = {
      "Makes a certificate authority for development and a key store for each node, by the JDK's keytool. What is",
      "there already stays: call it again to add nodes. Without --node it makes one for this machine, named local.",
      "For anything but development use the certificates of your own authority; conf/tls/README.md says how.",
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  collegium tls init",
      "  collegium tls init --node gpu-1 --host gpu-1.example.org,10.0.0.7 --node gpu-2 --host gpu-2.example.org",
    })
final class TlsInitCommand implements Callable<Integer> {
  private static final Node LOCAL = new Node("local", List.of("localhost", "127.0.0.1"));

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--folder", paramLabel = "FOLDER", description = "Where they go. Default: conf/tls/dev.")
  private Optional<Path> folder = Optional.empty();

  @ArgGroup(exclusive = false, multiplicity = "0..*")
  private List<NodeOptions> nodes = new ArrayList<>();

  @Option(
      names = "--force",
      description = {
        "Make the named nodes anew. Without --node: make everything anew; what the old authority signed is removed,",
        "because nobody would believe it any more.",
      })
  private boolean force;

  /** One node of those that are named. */
  static final class NodeOptions {
    @Option(names = "--node", required = true, paramLabel = "NAME", description = "Name of a key store.")
    private String name = "";

    @Option(
        names = "--host",
        required = true,
        paramLabel = "HOST[,HOST]",
        description = "Names and addresses under which others call this node.")
    private String hosts = "";

    // Not split by the command line's library: it lets the lists of all groups but the first become one.
    private Node node() {
      return new Node(name, List.of(hosts.split(",", -1)));
    }
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Path target = folder.orElseGet(() -> Home.folder().resolve("conf").resolve("tls").resolve("dev"));
    DevelopmentCertificates certificates = new DevelopmentCertificates(target);
    try {
      List<Node> wanted = nodes.stream().map(NodeOptions::node).toList();
      if (force) {
        forget(certificates, wanted);
      }
      out.println(certificates.authority());
      for (Node node : wanted.isEmpty() ? List.of(LOCAL) : wanted) {
        out.println(certificates.node(node));
      }
      return ExitCode.OK;
    } catch (TlsException e) {
      throw new InvalidInputException(String.valueOf(e.getMessage()));
    }
  }

  private static void forget(DevelopmentCertificates certificates, List<Node> wanted) {
    if (wanted.isEmpty()) {
      certificates.forgetAll();
    } else {
      wanted.forEach(node -> certificates.forget(node.name()));
    }
  }
}
