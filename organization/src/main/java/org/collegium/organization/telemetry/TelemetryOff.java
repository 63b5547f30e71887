package org.collegium.organization.telemetry;

import org.collegium.modelhost.telemetry.HostMeter;

/** Where nobody measures. */
final class TelemetryOff implements Telemetry {
  @Override
  public HostMeter host(String run) {
    return HostMeter.SILENT;
  }

  @Override
  public OrganizationMeter organizations(String run) {
    return OrganizationMeter.SILENT;
  }
}
