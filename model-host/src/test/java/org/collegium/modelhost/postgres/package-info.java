/** Tests of what talks to PostgreSQL. */
@NullMarked
package org.collegium.modelhost.postgres;

import org.jspecify.annotations.NullMarked;
