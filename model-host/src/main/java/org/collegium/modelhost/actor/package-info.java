/**
 * The model host as an actor, and the serializer that every module's messages go through between nodes. Nothing is
 * decided here.
 */
@NullMarked
package org.collegium.modelhost.actor;

import org.jspecify.annotations.NullMarked;
