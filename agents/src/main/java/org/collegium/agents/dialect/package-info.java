/** How a scenario writes tasks, notes, imaginations, actions and observations as text for the language model. */
@NullMarked
package org.collegium.agents.dialect;

import org.jspecify.annotations.NullMarked;
