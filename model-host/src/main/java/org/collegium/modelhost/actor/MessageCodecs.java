package org.collegium.modelhost.actor;

import org.apache.pekko.actor.typed.ActorRefResolver;

/**
 * The wire forms of one module's messages. An implementation has a public constructor without parameters and is named
 * in the configuration under {@code collegium.serialization.codecs}.
 */
public interface MessageCodecs {
  /**
   * Adds every message.
   *
   * @param references turns addresses of actors into text and back
   */
  void register(CodecRegistry registry, ActorRefResolver references);
}
