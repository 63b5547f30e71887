/**
 * The Protobuf form of what crosses the host's boundary. Shapes and sizes are checked here; whether a request makes
 * sense is the host's judgement.
 */
@NullMarked
package org.collegium.modelhost.wire;

import org.jspecify.annotations.NullMarked;
