/**
 * The Protobuf form of what crosses the boundary of an agent or a world, and of what they keep. Bounds on summaries and
 * briefings are kept here, where bytes become messages.
 */
@NullMarked
package org.collegium.agents.wire;

import org.jspecify.annotations.NullMarked;
