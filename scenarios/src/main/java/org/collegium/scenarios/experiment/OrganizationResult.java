package org.collegium.scenarios.experiment;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.collegium.organization.run.RoundResult;
import org.collegium.scenarios.measure.Measure;
import org.collegium.scenarios.measure.MeasureValue;

/**
 * What came of one arm with one seed.
 *
 * @param id {@code ARM/SEED}
 * @param rounds closed rounds, in order
 * @param curve learning curve
 * @param measures every {@link Measure}
 */
public record OrganizationResult(
    String id, String arm, long seed, List<RoundResult> rounds, Curve curve, Map<Measure, MeasureValue> measures) {
  /** Copies list and map; the map is iterated in the order of the measures. */
  public OrganizationResult {
    rounds = List.copyOf(rounds);
    measures = Collections.unmodifiableMap(new EnumMap<>(measures));
  }
}
