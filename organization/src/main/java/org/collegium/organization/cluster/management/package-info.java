/** Health, readiness and members of a cluster node over HTTP, for people and for schedulers of containers. */
@NullMarked
package org.collegium.organization.cluster.management;

import org.jspecify.annotations.NullMarked;
