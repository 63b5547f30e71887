/**
 * What everything needs that talks to PostgreSQL: where it is, what went wrong in one line, and a server of one's own
 * for an hour.
 */
@NullMarked
package org.collegium.modelhost.postgres;

import org.jspecify.annotations.NullMarked;
