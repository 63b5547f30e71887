package org.collegium.organization.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;

/**
 * Where a process listens, which may be another address than others call it by.
 *
 * @param host name or address
 * @param port 0 for any free one
 */
public record ListeningAddress(String host, int port) {
  private static final String ARTERY = "pekko.remote.artery.";
  private static final String UNKNOWN = "the host is unknown";

  /** That of the actor system that is made with such a configuration. */
  static ListeningAddress of(Config config) {
    String host = config.getString(ARTERY + "bind.hostname");
    return new ListeningAddress(
        host.isEmpty() ? config.getString(ARTERY + "canonical.hostname") : host,
        config.getInt(ARTERY + (config.getString(ARTERY + "bind.port").isEmpty() ? "canonical.port" : "bind.port")));
  }

  /** Whether only processes of the same machine reach it. */
  public boolean isLoopback() {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException nobodyKnows) {
      return false;
    }
  }

  /**
   * Makes an actor system; it listens before it is there.
   *
   * @throws InvalidSettingsException in one line, when the address cannot be had, or a setting of Pekko is of a wrong
   *     type
   */
  static <T> ActorSystem<T> listen(Behavior<T> guardian, String name, Config config) {
    try {
      return ActorSystem.create(guardian, name, config);
    } catch (ConfigException wrong) {
      throw new InvalidSettingsException(List.of(String.valueOf(wrong.getMessage())));
    } catch (RuntimeException failed) {
      throw of(config)
          .obstacle(failed)
          .<RuntimeException>map(line -> new InvalidSettingsException(List.of(line)))
          .orElse(failed);
    }
  }

  /** Why nobody can listen here, in one line with the address; empty when the failure is of something else. */
  Optional<String> obstacle(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
        .flatMap(each -> inWords(each).stream())
        .findFirst()
        .map(words -> this + ": cannot be listened at: " + words);
  }

  private static Optional<String> inWords(Throwable failure) {
    return switch (failure) {
      case UnresolvedAddressException _ -> Optional.of(UNKNOWN);
      case UnknownHostException _ -> Optional.of(UNKNOWN);
      case SocketException refused -> {
        // Pekko sets the address before what the system says.
        String words = String.valueOf(refused.getMessage()).replaceFirst("^\\[\\S*] ", "");
        yield Optional.of(words.startsWith("Unresolved address") ? UNKNOWN : words);
      }
      default -> Optional.empty();
    };
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
