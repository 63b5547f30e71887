package org.collegium.modelhost.protocol;

/** One of the two adapters of a pair. */
public enum AdapterKind {
  POLICY,
  WORLD
}
