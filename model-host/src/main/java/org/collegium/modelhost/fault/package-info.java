/** Deliberate crashes at named places, for tests that take a process down in the middle of a write. */
@NullMarked
package org.collegium.modelhost.fault;

import org.jspecify.annotations.NullMarked;
