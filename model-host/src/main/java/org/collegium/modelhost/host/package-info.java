/**
 * The queue and the schedule of one model host: who waits for whom, what is computed together, what is refused. No
 * Pekko here; the actor around it stands in {@code org.collegium.modelhost.actor}.
 */
@NullMarked
package org.collegium.modelhost.host;

import org.jspecify.annotations.NullMarked;
