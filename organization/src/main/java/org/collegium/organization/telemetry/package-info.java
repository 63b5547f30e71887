/** What organizations tell of their work while it goes on, for whoever measures; no measuring library is known here. */
@NullMarked
package org.collegium.organization.telemetry;

import org.jspecify.annotations.NullMarked;
