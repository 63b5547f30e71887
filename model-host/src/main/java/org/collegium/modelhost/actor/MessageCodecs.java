package org.collegium.modelhost.actor;

import org.apache.pekko.actor.typed.ActorRefResolver;

/**
 * The wire forms of one module's messages. An implementation is named in the configuration under {@code
 * collegium.serialization.codecs} and has a public constructor that takes the actor system's configuration ({@code
 * com.typesafe.config.Config}: for bounds that are set there), or one without parameters.
 */
public interface MessageCodecs {
  /**
   * Adds every message.
   *
   * @param references turns addresses of actors into text and back
   */
  void register(CodecRegistry registry, ActorRefResolver references);
}
