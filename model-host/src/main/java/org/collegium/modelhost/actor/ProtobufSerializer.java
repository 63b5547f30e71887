package org.collegium.modelhost.actor;

import com.typesafe.config.Config;
import java.io.NotSerializableException;
import java.util.Arrays;
import java.util.TreeSet;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * Writes the messages of all modules as Protobuf, by the {@link MessageCodecs} that the configuration names under
 * {@code collegium.serialization.codecs}.
 *
 * <p>Instances are made by Pekko. A module takes part with three lines in its {@code reference.conf}: its codecs, and a
 * binding of its messages' supertype to {@code collegium} under {@code pekko.actor.serialization-bindings}.
 */
public final class ProtobufSerializer extends SerializerWithStringManifest {
  private static final String CODECS = "collegium.serialization.codecs";

  /** Kept with every stored state: never change it. */
  private static final int IDENTIFIER = 7001;

  private final CodecRegistry registry = new CodecRegistry();

  /**
   * Called by Pekko.
   *
   * @throws IllegalStateException when a configured class is no {@link MessageCodecs}, or two codecs collide
   */
  public ProtobufSerializer(ExtendedActorSystem system) {
    ActorRefResolver references = ActorRefResolver.get(Adapter.toTyped(system));
    Config codecs = system.settings().config().getConfig(CODECS);
    for (String module : new TreeSet<>(codecs.root().keySet())) {
      String name = codecs.getString(module);
      try {
        Class<?> type = system.dynamicAccess().classLoader().loadClass(name);
        codecs(type.asSubclass(MessageCodecs.class), system.settings().config()).register(registry, references);
      } catch (ReflectiveOperationException | ClassCastException e) {
        throw new IllegalStateException(CODECS + "." + module + ": " + name + " cannot be used as codecs", e);
      }
    }
  }

  private static MessageCodecs codecs(Class<? extends MessageCodecs> type, Config config)
      throws ReflectiveOperationException {
    Class<?>[] wanted = {Config.class};
    boolean isConfigured =
        Arrays.stream(type.getConstructors()).anyMatch(made -> Arrays.equals(made.getParameterTypes(), wanted));
    return isConfigured
        ? type.getConstructor(wanted).newInstance(config)
        : type.getDeclaredConstructor().newInstance();
  }

  @Override
  public int identifier() {
    return IDENTIFIER;
  }

  @Override
  public String manifest(Object message) {
    return codec(message).manifest();
  }

  @Override
  public byte[] toBinary(Object message) {
    return codec(message).write(message);
  }

  private CodecRegistry.Codec<?> codec(Object message) {
    return registry.of(message).orElseThrow(() -> new IllegalArgumentException(
        message.getClass().getName() + " has no codec under " + CODECS));
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
    CodecRegistry.Codec<?> codec = registry.of(manifest).orElseThrow(() ->
        new NotSerializableException("no codec under " + CODECS + " reads manifest " + manifest));
    try {
      return codec.reader().apply(bytes);
    } catch (IllegalArgumentException e) {
      // The checked type tells the transport to drop this one message and keep the connection.
      NotSerializableException refusal = new NotSerializableException(e.getMessage());
      refusal.initCause(e);
      throw refusal;
    }
  }
}
