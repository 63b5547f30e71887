/** The tokens an agent works with in one episode: prompts, what was done and seen, and the bound on all of it. */
@NullMarked
package org.collegium.agents.context;

import org.jspecify.annotations.NullMarked;
