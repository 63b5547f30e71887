package org.collegium.modelhost.wire;

import org.collegium.modelhost.proto.HostReplyProto;
import org.collegium.modelhost.proto.HostRequestProto;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostRequest;

/**
 * The model host's messages as Protobuf, for messages of other modules that carry them, and as bytes with a manifest.
 *
 * <p>Equal messages give equal bytes. Manifests are two letters, never reused: logs and databases keep them.
 */
public final class ModelHostWire {
  private ModelHostWire() {}

  /** A request as a message. */
  public static HostRequestProto encode(HostRequest request) {
    return RequestWire.encode(request);
  }

  /**
   * A request from a message.
   *
   * @throws WireException when a field is out of bounds
   */
  public static HostRequest decode(HostRequestProto request) {
    return RequestWire.decode(request);
  }

  /** A reply as a message. */
  public static HostReplyProto encode(HostReply reply) {
    return ReplyWire.encode(reply);
  }

  /**
   * A reply from a message.
   *
   * @throws WireException when a field is out of bounds
   */
  public static HostReply decode(HostReplyProto reply) {
    return ReplyWire.decode(reply);
  }

  /** The manifest of a request: what its bytes say. */
  public static String manifest(HostRequest request) {
    return switch (request) {
      case HostRequest.Open _ -> "qo";
      case HostRequest.Generate _ -> "qg";
      case HostRequest.Score _ -> "qs";
      case HostRequest.LearnPolicy _ -> "qp";
      case HostRequest.LearnWorld _ -> "qw";
      case HostRequest.Derive _ -> "qd";
      case HostRequest.Save _ -> "qv";
      case HostRequest.Load _ -> "ql";
    };
  }

  /** The manifest of a reply: what its bytes say. */
  public static String manifest(HostReply reply) {
    return switch (reply) {
      case HostReply.Opened _ -> "ro";
      case HostReply.Generated _ -> "rg";
      case HostReply.Scored _ -> "rs";
      case HostReply.Learned _ -> "rl";
      case HostReply.Saved _ -> "rv";
      case HostReply.Refused _ -> "rx";
    };
  }

  /** A request as bytes. */
  public static byte[] toBytes(HostRequest request) {
    return encode(request).toByteArray();
  }

  /**
   * A request from bytes.
   *
   * @throws WireException when they are no request within the bounds, or another one than the manifest says
   */
  public static HostRequest requestOf(String manifest, byte[] bytes) {
    HostRequest request = decode(WireBounds.parse("request", HostRequestProto.parser(), bytes));
    sameManifest(manifest, manifest(request));
    return request;
  }

  /** A reply as bytes. */
  public static byte[] toBytes(HostReply reply) {
    return encode(reply).toByteArray();
  }

  /**
   * A reply from bytes.
   *
   * @throws WireException when they are no reply within the bounds, or another one than the manifest says
   */
  public static HostReply replyOf(String manifest, byte[] bytes) {
    HostReply reply = decode(WireBounds.parse("reply", HostReplyProto.parser(), bytes));
    sameManifest(manifest, manifest(reply));
    return reply;
  }

  private static void sameManifest(String told, String found) {
    if (!told.equals(found)) {
      throw new WireException("bytes of manifest " + told + " hold a message of manifest " + found);
    }
  }
}
