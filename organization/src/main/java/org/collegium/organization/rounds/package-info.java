/** Opens and closes rounds: the orchestrator's pure core, what it can be told and what it wants done. No Pekko here. */
@NullMarked
package org.collegium.organization.rounds;

import org.jspecify.annotations.NullMarked;

