package org.collegium.modelhost.store;

import java.util.regex.Pattern;

/**
 * Marks by which nodes find out whether they look at the same store: one leaves a mark, another checks that it sees it.
 */
public interface StoreProbe {
  /** What a mark may be: it becomes part of a file's name. */
  Pattern TOKEN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  /**
   * Leaves a mark; one that is there already stays.
   *
   * @throws IllegalArgumentException when it does not match {@link #TOKEN}
   * @throws StoreAwayException when the store cannot be asked now
   * @throws AdapterStoreException when the store takes nothing
   */
  void leave(String token);

  /**
   * Whether the mark is there.
   *
   * @throws IllegalArgumentException when it does not match {@link #TOKEN}
   * @throws StoreAwayException when the store cannot be asked now
   * @throws AdapterStoreException when the store cannot be looked at
   */
  boolean sees(String token);

  /**
   * Takes a mark away; one that is not there is no failure.
   *
   * @throws IllegalArgumentException when it does not match {@link #TOKEN}
   * @throws AdapterStoreException when it is there and stays
   */
  void remove(String token);

  /** Returns the mark when it may be one. */
  static String require(String token) {
    if (!TOKEN.matcher(token).matches()) {
      throw new IllegalArgumentException("a mark in the adapter store must match " + TOKEN + ", was '" + token + "'");
    }
    return token;
  }
}
