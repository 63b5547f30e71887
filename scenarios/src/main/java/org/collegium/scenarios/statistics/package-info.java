/** Intervals and comparisons of a few numbers, seeded; knows nothing of what the numbers mean. */
@NullMarked
package org.collegium.scenarios.statistics;

import org.jspecify.annotations.NullMarked;
