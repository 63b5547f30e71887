/** Measurements and trials of the message log that the command line offers. No run uses them. */
@NullMarked
package org.collegium.organization.bench;

import org.jspecify.annotations.NullMarked;
