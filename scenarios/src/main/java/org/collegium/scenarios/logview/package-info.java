/** Looks into a run's message log: one line a record, counts and bytes, export to tables that other tools read. */
@NullMarked
package org.collegium.scenarios.logview;

import org.jspecify.annotations.NullMarked;
