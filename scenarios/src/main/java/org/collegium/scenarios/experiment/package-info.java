/** Runs the arms and seeds of a scenario side by side on one model host and gathers what came of it. */
@NullMarked
package org.collegium.scenarios.experiment;

import org.jspecify.annotations.NullMarked;
