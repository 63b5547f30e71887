/** Tests of the trials of the message log. */
@NullMarked
package org.collegium.organization.bench;

import org.jspecify.annotations.NullMarked;
