package org.collegium.modelhost.telemetry;

import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostRequest;

/** Where nobody measures. */
final class SilentHostMeter implements HostMeter {
  @Override
  public void taken(HostRequest request) {}

  @Override
  public void answered(HostReply reply) {}

  @Override
  public void waiting(int requests) {}

  @Override
  public void read(int tokens) {}

  @Override
  public void decoded(int rows) {}

  @Override
  public void learned(int adapters) {}

  @Override
  public void sought(AdapterTier tier, int found, int missed) {}
}
