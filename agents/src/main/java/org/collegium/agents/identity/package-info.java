/** Who is who: ids of agents and worlds, and seeds derived from them. */
@NullMarked
package org.collegium.agents.identity;

import org.jspecify.annotations.NullMarked;
