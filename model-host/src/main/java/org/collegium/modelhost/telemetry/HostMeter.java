package org.collegium.modelhost.telemetry;

import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostRequest;

/**
 * Hears what a model host does. Told by the host's thread, and of saved pairs by the thread that saves; must return at
 * once and must not throw. It changes nothing of what the host answers.
 */
public interface HostMeter {
  /** Hears and does nothing. */
  HostMeter SILENT = new SilentHostMeter();

  /** A request has a place in the queue; it is told once, and its answer is told once. */
  void taken(HostRequest request);

  /** A request was answered; one that was turned away had never been taken. */
  void answered(HostReply reply);

  /** So many requests wait for their answer, those being worked on among them; pairs that are being saved are not. */
  void waiting(int requests);

  /** Tokens of a prompt, or of a sequence to score, were read. */
  void read(int tokens);

  /** The running batch made a step with so many rows. */
  void decoded(int rows);

  /** So many adapters made an inner step of learning together. */
  void learned(int adapters);

  /**
   * Adapters were looked for.
   *
   * @param found how many were there
   * @param missed how many were not, and had to come from the next tier
   */
  void sought(AdapterTier tier, int found, int missed);
}
