/**
 * Floor 2: one agent. Its pure core, context, memory and actor; what a world is. Knows the model host, but no
 * organization.
 */
@NullMarked
package org.collegium.agents;

import org.jspecify.annotations.NullMarked;
