package org.collegium.modelhost.actor;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Which class is written under which manifest, and how. */
public final class CodecRegistry {
  private final Map<Class<?>, Codec<?>> byClass = new HashMap<>();
  private final Map<String, Codec<?>> byManifest = new HashMap<>();

  /** The wire form of one class. */
  record Codec<T>(String manifest, Class<T> type, Function<T, byte[]> writer, Function<byte[], T> reader) {
    byte[] write(Object message) {
      return writer.apply(type.cast(message));
    }
  }

  /** Made by {@link ProtobufSerializer}; public so that a module can test its codecs without an actor system. */
  public CodecRegistry() {}

  /**
   * Adds one class.
   *
   * @param manifest short, unique among all modules, never given to another class later: logs and databases keep it
   * @param type the exact class, not a supertype
   * @throws IllegalStateException when the manifest or the class is taken
   */
  public <T> void add(String manifest, Class<T> type, Function<T, byte[]> writer, Function<byte[], T> reader) {
    Codec<T> codec = new Codec<>(manifest, type, writer, reader);
    Codec<?> sameManifest = byManifest.putIfAbsent(manifest, codec);
    Codec<?> sameClass = byClass.putIfAbsent(type, codec);
    if (sameManifest != null) {
      throw new IllegalStateException(
          "manifest " + manifest + " is given to both " + sameManifest.type() + " and " + type);
    }
    if (sameClass != null) {
      throw new IllegalStateException(type + " has both manifests " + sameClass.manifest() + " and " + manifest);
    }
  }

  Optional<Codec<?>> of(Object message) {
    return Optional.ofNullable(byClass.get(message.getClass()));
  }

  Optional<Codec<?>> of(String manifest) {
    return Optional.ofNullable(byManifest.get(manifest));
  }
}
