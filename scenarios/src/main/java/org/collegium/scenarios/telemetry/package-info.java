/**
 * Metrics for Prometheus and traces of rounds, by Kamon. Nothing else in Collegium knows Kamon, and nothing of this
 * package is loaded unless telemetry is asked for: its libraries are then not even on the class path.
 */
@NullMarked
package org.collegium.scenarios.telemetry;

import org.jspecify.annotations.NullMarked;
