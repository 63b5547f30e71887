package org.collegium.scenarios.telemetry;

import java.util.List;
import org.collegium.modelhost.telemetry.HostMeter;
import org.collegium.organization.telemetry.OrganizationMeter;

/** Where nobody measures. */
final class NoTelemetry implements ProcessTelemetry {
  @Override
  public List<String> whereabouts() {
    return List.of();
  }

  @Override
  public HostMeter host(String run) {
    return HostMeter.SILENT;
  }

  @Override
  public OrganizationMeter organizations(String run) {
    return OrganizationMeter.SILENT;
  }

  @Override
  public void close() {}
}
