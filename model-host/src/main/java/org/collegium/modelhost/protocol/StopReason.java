package org.collegium.modelhost.protocol;

/** Why a generation ended. */
public enum StopReason {
  STOP_TOKEN,
  LENGTH
}
