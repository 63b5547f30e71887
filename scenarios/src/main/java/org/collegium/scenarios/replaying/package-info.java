/** Goes through a run's message log: proves it, stops anywhere, and shows in words what everybody knew there. */
@NullMarked
package org.collegium.scenarios.replaying;

import org.jspecify.annotations.NullMarked;
