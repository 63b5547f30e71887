/** Measures what it costs to have very many agents: idle ones, sharded over nodes on one machine. */
@NullMarked
package org.collegium.scenarios.sharding;

import org.jspecify.annotations.NullMarked;
