package org.collegium.modelhost.wire;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import java.util.List;
import java.util.function.Function;

/** Limits of what is decoded, and the checks that keep them. Encoding knows no limits: the sender is our own. */
public final class WireBounds {
  /** Most tokens in one sequence. */
  public static final int TOKENS_MAX = 1 << 16;

  /** Most segments of one trajectory. */
  public static final int SEGMENTS_MAX = 1 << 12;

  /** Most trajectories, groups or rollouts in one list. */
  public static final int ROWS_MAX = 1 << 16;

  /** Most pairs in one merge. */
  public static final int SOURCES_MAX = 1 << 10;

  /** Most characters of an id or a path. */
  public static final int NAME_CHARACTERS_MAX = 1 << 10;

  /** Most characters of a free text. */
  public static final int TEXT_CHARACTERS_MAX = 1 << 16;

  private WireBounds() {}

  /**
   * Parses bytes.
   *
   * @throws WireException when they are no such message
   */
  public static <M> M parse(String what, Parser<M> parser, byte[] bytes) {
    try {
      return parser.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new WireException(what + ": " + bytes.length + " bytes are no such message: " + e.getMessage(), e);
    }
  }

  /** A list of at most so many elements, each decoded. */
  public static <P, T> List<T> list(String field, List<P> values, int max, Function<P, T> decoder) {
    size(field, values.size(), max);
    return values.stream().map(decoder).toList();
  }

  /** A text of at most so many characters. */
  public static String text(String field, String value, int max) {
    size(field, value.length(), max);
    return value;
  }

  /** An id or a path: 1 to {@link #NAME_CHARACTERS_MAX} characters. */
  public static String name(String field, String value) {
    if (value.isEmpty()) {
      throw new WireException(field + " is empty");
    }
    return text(field, value, NAME_CHARACTERS_MAX);
  }

  /** Refuses a size beyond its limit. */
  public static void size(String field, int size, int max) {
    if (size > max) {
      throw new WireException(field + " has " + size + " elements, at most " + max + " are allowed");
    }
  }

  /** A message field that must be there. */
  public static <M> M present(String field, boolean isThere, M value) {
    if (!isThere) {
      throw new WireException(field + " is missing");
    }
    return value;
  }

  /** What an enumeration's value 0, or a value of a later version, is answered with. */
  public static WireException unknown(String field, Object value) {
    return new WireException(field + " has the unknown value " + value);
  }
}
