/** Floor 1: the shared model. Loads a base, holds adapters, generates, scores and learns. Knows nothing of agents. */
@NullMarked
package org.collegium.modelhost;

import org.jspecify.annotations.NullMarked;
