/**
 * Which run a cluster plays, who takes part in it, and how earlier ones ended: a pure core. What carries its effects
 * out is in package cluster.
 */
@NullMarked
package org.collegium.organization.registry;

import org.jspecify.annotations.NullMarked;
