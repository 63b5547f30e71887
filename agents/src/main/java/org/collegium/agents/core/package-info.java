/** The agent's behaviour as a pure function over messages, and everything such a message can say. */
@NullMarked
package org.collegium.agents.core;

import org.jspecify.annotations.NullMarked;
