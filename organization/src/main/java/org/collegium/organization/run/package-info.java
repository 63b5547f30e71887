/** A run as the floor above describes and watches it: plan, progress, outcome. */
@NullMarked
package org.collegium.organization.run;

import org.jspecify.annotations.NullMarked;
