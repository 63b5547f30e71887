/** The messages of this module as Protobuf, and every module's messages as the log keeps them. No Pekko here. */
@NullMarked
package org.collegium.organization.wire;

import org.jspecify.annotations.NullMarked;
