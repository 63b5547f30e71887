/**
 * What crosses the boundary of the model host: requests, replies and the plain values in them.
 *
 * <p>Only immutable records over Java values live here; no native array, no Pekko type. Every message has a Protobuf
 * form in {@code org.collegium.modelhost.wire}.
 */
@NullMarked
package org.collegium.modelhost.protocol;

import org.jspecify.annotations.NullMarked;
