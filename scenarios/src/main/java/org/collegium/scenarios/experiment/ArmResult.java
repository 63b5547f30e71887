package org.collegium.scenarios.experiment;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.collegium.scenarios.measure.Measure;
import org.collegium.scenarios.measure.MeasureSummary;

/** What came of one arm over all seeds; the map is iterated in the order of the measures. */
public record ArmResult(ArmDescription arm, Map<Measure, MeasureSummary> measures) {
  /** Copies the map. */
  public ArmResult {
    measures = Collections.unmodifiableMap(new EnumMap<>(measures));
  }
}
