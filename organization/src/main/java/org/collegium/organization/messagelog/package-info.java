/** The record of a run: every message as its receiver got it, in files that notice damage. No Pekko here. */
@NullMarked
package org.collegium.organization.messagelog;

import org.jspecify.annotations.NullMarked;
