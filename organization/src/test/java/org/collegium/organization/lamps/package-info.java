/** A town of lamps for tests: a world, a dialect and a scripted model host, so small that a run takes no time. */
@NullMarked
package org.collegium.organization.lamps;

import org.jspecify.annotations.NullMarked;
