package org.collegium.modelhost.protocol;

/** Which adapters of a pair take part in a pass. */
public enum ActiveAdapters {
  /** The frozen base alone. */
  NONE,
  /** The adapter that reward moves. */
  POLICY,
  /** The adapter that prediction of observations moves. */
  WORLD,
  /** Both at once, as one adapter of concatenated rank; an ablation. */
  BOTH
}
