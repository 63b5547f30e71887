package org.collegium.modelhost.telemetry;

/** Where an adapter is looked for, from the fastest place to the last. */
public enum AdapterTier {
  /** The slots of a batch on the device; missed when the adapter must be copied into one. */
  DEVICE,
  /** Memory of the host; missed when the pair has gone to disk. */
  MEMORY,
  /** The host's own disk; missed when it knows nothing of the pair at these versions. */
  DISK,
  /** The adapter store that all hosts share; missed when it does not hold the version either. */
  STORE
}
