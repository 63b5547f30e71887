/** Plays the plan of an experiment on a cluster of one node with a model host. */
@NullMarked
package org.collegium.scenarios.cluster;

import org.jspecify.annotations.NullMarked;
