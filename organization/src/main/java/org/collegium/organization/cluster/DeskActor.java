package org.collegium.organization.cluster;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * Where clients of a cluster find a node: hands what they want on to the registry of runs, and gives out this node's
 * part of a run's log, piece by piece. A client of another build, or of another cluster, is refused here. It runs where
 * reading a file holds nobody up.
 */
final class DeskActor extends AbstractBehavior<DeskActor.Command> {
  /** Its name below {@code /user}. */
  static final String NAME = "desk";

  /** Bytes of a file that are given out at once; well below what a frame of remoting may hold. */
  static final int PIECE_BYTES = 128 * 1024;

  static final Pattern SEGMENT = Pattern.compile("segment-\\d{6,9}\\.log(\\.zst)?");
  private static final Pattern RUN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

  private final ClusterSettings settings;
  private final ActorRef<RegistryCommand> registry;

  /** What a desk is told, from anywhere. */
  sealed interface Command permits RegistryCommand.FromClient, ListSegments, ReadPiece {}

  /** Asks which files the node's log of a run has. */
  record ListSegments(String run, ActorRef<Answer> client) implements Command {}

  /** Asks for the bytes of a file from an offset on. */
  record ReadPiece(String run, String file, long offset, ActorRef<Answer> client) implements Command {}

  /** What a desk answers. */
  sealed interface Answer {}

  /** The files of a log in their order; none when the node has no log of that run. */
  record Segments(String node, List<Segment> segments) implements Answer {
    /** Copies the list. */
    public Segments {
      segments = List.copyOf(segments);
    }
  }

  /** A file and its size. */
  record Segment(String file, long bytes) {}

  /**
   * Bytes of a file; none at its end.
   *
   * @param problem why there are none; empty when it could be read
   */
  record Piece(String file, long offset, ByteString content, String problem) implements Answer {}

  private DeskActor(ActorContext<Command> context, ClusterSettings settings, ActorRef<RegistryCommand> registry) {
    super(context);
    this.settings = settings;
    this.registry = registry;
  }

  /** The behaviour. */
  static Behavior<Command> create(ClusterSettings settings, ActorRef<RegistryCommand> registry) {
    return Behaviors.setup(context -> new DeskActor(context, settings, registry));
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder().onMessage(Command.class, this::take).build();
  }

  private Behavior<Command> take(Command command) {
    switch (command) {
      case RegistryCommand.FromClient wanted ->
          wanted.introduction().problem(settings).ifPresentOrElse(
              problem -> wanted.client().tell(new ClientEvent.Rejected("", problem)), () -> registry.tell(wanted));
      case ListSegments list -> list.client().tell(new Segments(settings.name(), segments(list.run())));
      case ReadPiece read -> read.client().tell(piece(read));
    }
    return this;
  }

  private List<Segment> segments(String run) {
    if (!RUN.matcher(run).matches()) {
      return List.of();
    }
    Path messages = messages(run);
    if (!Files.isDirectory(messages)) {
      return List.of();
    }
    List<Segment> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(messages)) {
      for (Path file : files.sorted().toList()) {
        String name = String.valueOf(file.getFileName());
        if (SEGMENT.matcher(name).matches()) {
          found.add(new Segment(name, Files.size(file)));
        }
      }
    } catch (IOException e) {
      getContext().getLog().error("{}: the log cannot be listed: {}", messages, e.getMessage());
    }
    return found;
  }

  private Piece piece(ReadPiece read) {
    if (!RUN.matcher(read.run()).matches() || !SEGMENT.matcher(read.file()).matches() || read.offset() < 0) {
      return new Piece(read.file(), read.offset(), ByteString.EMPTY, "is no segment of a log");
    }
    ByteBuffer buffer = ByteBuffer.allocate(PIECE_BYTES);
    try (FileChannel file = FileChannel.open(messages(read.run()).resolve(read.file()), StandardOpenOption.READ)) {
      int count = 0;
      while (count >= 0 && buffer.hasRemaining()) {
        count = file.read(buffer, read.offset() + buffer.position());
      }
      return new Piece(read.file(), read.offset(), ByteString.copyFrom(buffer.flip()), "");
    } catch (IOException e) {
      return new Piece(read.file(), read.offset(), ByteString.EMPTY, "cannot be read: " + e.getMessage());
    }
  }

  private Path messages(String run) {
    return settings.folder().resolve(run).resolve("messages");
  }
}
