/** Puts the message logs of several nodes together to the one log of their run. */
@NullMarked
package org.collegium.organization.merging;

import org.jspecify.annotations.NullMarked;
