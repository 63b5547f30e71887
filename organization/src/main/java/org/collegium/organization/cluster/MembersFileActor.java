package org.collegium.organization.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Subscribe;
import org.collegium.modelhost.safetensors.AtomicFile;

/**
 * Keeps the addresses of the cluster's members in a file of the node, so that a node which is started again finds the
 * others, even the one that began the cluster and was told of nobody to join.
 */
final class MembersFileActor {
  private static final String NAME = "members.txt";

  private MembersFileActor() {}

  static Behavior<ClusterEvent.MemberEvent> create(Path folder) {
    return Behaviors.setup(context -> {
      Cluster cluster = Cluster.get(context.getSystem());
      cluster.subscriptions().tell(Subscribe.create(context.getSelf(), ClusterEvent.MemberEvent.class));
      return Behaviors.receiveMessage(_ -> {
        try {
          write(folder, others(cluster));
        } catch (IOException e) {
          context.getLog().warn("{}: cannot be written: {}", folder.resolve(NAME), e.getMessage());
        }
        return Behaviors.same();
      });
    });
  }

  /** Members that the node saw when it last ran, as {@code HOST:PORT}; none when it never did. */
  static List<String> known(Path folder) throws IOException {
    Path file = folder.resolve(NAME);
    return Files.exists(file) ? Files.readAllLines(file).stream().filter(line -> !line.isBlank()).toList() : List.of();
  }

  private static Stream<String> others(Cluster cluster) {
    Address self = cluster.selfMember().address();
    return StreamSupport.stream(cluster.state().getMembers().spliterator(), false)
        .map(Member::address)
        .filter(address -> !address.equals(self))
        .map(address -> address.getHost().orElse("") + ":" + address.getPort().orElse(0))
        .sorted();
  }

  private static void write(Path folder, Stream<String> members) throws IOException {
    List<String> lines = members.toList();
    // A node that is alone may have lost sight of the others; it will look for them where they were.
    if (!lines.isEmpty()) {
      Files.createDirectories(folder);
      AtomicFile.write(folder.resolve(NAME), (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }
}
