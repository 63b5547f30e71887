package org.collegium.modelhost.actor;

import org.apache.pekko.actor.typed.ActorRefResolver;
import org.collegium.modelhost.actor.ModelHostActor.Submit;
import org.collegium.modelhost.proto.SubmitProto;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.wire.ModelHostWire;
import org.collegium.modelhost.wire.WireBounds;

/** Wire forms of what goes to and from a model host. */
public final class ModelHostCodecs implements MessageCodecs {
  /** Called by reflection. */
  public ModelHostCodecs() {}

  @Override
  public void register(CodecRegistry registry, ActorRefResolver references) {
    registry.add("qq", Submit.class, submit -> write(submit, references), bytes -> read(bytes, references));
    reply(registry, "ro", HostReply.Opened.class);
    reply(registry, "rg", HostReply.Generated.class);
    reply(registry, "rs", HostReply.Scored.class);
    reply(registry, "rl", HostReply.Learned.class);
    reply(registry, "rv", HostReply.Saved.class);
    reply(registry, "rx", HostReply.Refused.class);
  }

  private static <R extends HostReply> void reply(CodecRegistry registry, String manifest, Class<R> type) {
    registry.add(manifest, type, ModelHostWire::toBytes, bytes -> type.cast(ModelHostWire.replyOf(manifest, bytes)));
  }

  private static byte[] write(Submit submit, ActorRefResolver references) {
    return SubmitProto.newBuilder()
        .setRequest(ModelHostWire.encode(submit.request()))
        .setReplyTo(references.toSerializationFormat(submit.replyTo()))
        .build()
        .toByteArray();
  }

  private static Submit read(byte[] bytes, ActorRefResolver references) {
    SubmitProto submit = WireBounds.parse("submit", SubmitProto.parser(), bytes);
    return new Submit(
        ModelHostWire.decode(WireBounds.present("submit.request", submit.hasRequest(), submit.getRequest())),
        references.resolveActorRef(WireBounds.name("submit.reply_to", submit.getReplyTo())));
  }
}
