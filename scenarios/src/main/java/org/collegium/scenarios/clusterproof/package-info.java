/** Clusters of real processes that are killed, cut off and restarted, and the proof that their runs end the same. */
@NullMarked
package org.collegium.scenarios.clusterproof;

import org.jspecify.annotations.NullMarked;
