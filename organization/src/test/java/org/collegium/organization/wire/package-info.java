/** Tests of what goes over the wire and into the log. */
@NullMarked
package org.collegium.organization.wire;

import org.jspecify.annotations.NullMarked;
