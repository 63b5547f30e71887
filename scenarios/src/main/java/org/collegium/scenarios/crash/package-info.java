/** Processes that are killed while they work on a run, and the proof that nothing of the run is lost by it. */
@NullMarked
package org.collegium.scenarios.crash;

import org.jspecify.annotations.NullMarked;
