package org.collegium.organization.registry;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which run it is. Users speak of the name, which may be used again once the cluster has forgotten the run; all that is
 * kept of a run, and every message between nodes, goes by its value, which never comes again. Nothing of it is part of
 * the simulated world: it is in no recorded message and in no state.
 *
 * @param name what its user calls it
 * @param value the name with something drawn behind it when the run was submitted
 * @param request drawn by the client that submitted it: the same when the client only says it again
 */
public record RunIdentity(String name, String value, String request) {
  /** What a user may call a run. */
  public static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  /** What values look like; they become names of folders and actors. */
  private static final Pattern VALUE = Pattern.compile("(" + NAME + ")-[0-9a-f]{12}");

  /**
   * The identity of a new run.
   *
   * @param drawn at random; 48 bits of it are used
   */
  public static RunIdentity drawn(String name, String request, long drawn) {
    return new RunIdentity(name, "%s-%012x".formatted(name, drawn & 0xffff_ffff_ffffL), request);
  }

  /** Whether a text can be the value of an identity. */
  public static boolean isValue(String text) {
    return VALUE.matcher(text).matches();
  }

  /** The name in a value; a text that is none is returned as it is. */
  public static String nameIn(String value) {
    Matcher matched = VALUE.matcher(value);
    return matched.matches() ? matched.group(1) : value;
  }
}
