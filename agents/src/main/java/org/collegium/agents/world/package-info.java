/** What agents act upon: tasks, episodes, actions, observations. */
@NullMarked
package org.collegium.agents.world;

import org.jspecify.annotations.NullMarked;
