/** A run as actors in a cluster: the node, the orchestrators' singleton, sharded agents and worlds, the host's door. */
@NullMarked
package org.collegium.organization.cluster;

import org.jspecify.annotations.NullMarked;
