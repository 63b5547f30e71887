/** What a run leaves for machines to read: the summary as JSON and the tables as Parquet. */
@NullMarked
package org.collegium.scenarios.result;

import org.jspecify.annotations.NullMarked;
