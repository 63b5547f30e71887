/** Drives all cores from a message log, without actors or a model, and compares every effect. No Pekko here. */
@NullMarked
package org.collegium.organization.replay;

import org.jspecify.annotations.NullMarked;

