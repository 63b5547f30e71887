package org.collegium.scenarios.telemetry;

import java.util.List;
import org.collegium.organization.telemetry.Telemetry;

/** Telemetry of this process, from its start to its end. */
public interface ProcessTelemetry extends Telemetry, AutoCloseable {
  /** Measures nothing. */
  ProcessTelemetry OFF = new NoTelemetry();

  /** Where what is measured can be found, a line each. */
  List<String> whereabouts();

  /** Sends what is left on its way and stops. */
  @Override
  void close();
}
