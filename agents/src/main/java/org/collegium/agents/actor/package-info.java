/**
 * The thin shells: they receive a message, call a core, and carry out what it wants done. Nothing is decided here.
 */
@NullMarked
package org.collegium.agents.actor;

import org.jspecify.annotations.NullMarked;
