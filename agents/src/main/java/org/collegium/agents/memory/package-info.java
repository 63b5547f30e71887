/** What an agent keeps between episodes: notes and its own past observations; all of it bounded. */
@NullMarked
package org.collegium.agents.memory;

import org.jspecify.annotations.NullMarked;
