package org.collegium.modelhost.protocol;

/**
 * What identifies the contents of one adapter.
 *
 * @param version number of learning steps that changed it, from 0; a derived adapter starts at 0 again
 * @param hash lower-case hexadecimal SHA-256 over its weights, optimizer moments and step count
 */
public record AdapterStamp(long version, String hash) {
  /** The stamp of an adapter that nobody has opened yet. */
  public static final AdapterStamp NONE = new AdapterStamp(0, "");
}
