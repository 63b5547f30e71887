/** Forks: another future for a run from one of its rounds on. */
@NullMarked
package org.collegium.scenarios.fork;

import org.jspecify.annotations.NullMarked;
