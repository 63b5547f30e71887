package org.collegium.organization.telemetry;

import org.collegium.modelhost.telemetry.HostMeter;

/** Measures the runs of one process. */
public interface Telemetry {
  /** Measures nothing. */
  Telemetry OFF = new TelemetryOff();

  /**
   * Hears what the model host of a run does.
   *
   * @param run the name of the run, the same on every node
   */
  HostMeter host(String run);

  /** Hears what the organizations of a run do on this node. */
  OrganizationMeter organizations(String run);
}
