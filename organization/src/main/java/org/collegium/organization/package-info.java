/** Floor 3: many agents. Orchestrator, topology, cluster, message log and replay. Knows no scenario. */
@NullMarked
package org.collegium.organization;

import org.jspecify.annotations.NullMarked;
