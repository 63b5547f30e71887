/** A tiny world of locked doors with its dialect, its vocabulary and a scripted model host, to test agents with. */
@NullMarked
package org.collegium.agents.doors;

import org.jspecify.annotations.NullMarked;
