/** What a model host tells of its work while it goes on, for whoever measures; no measuring library is known here. */
@NullMarked
package org.collegium.modelhost.telemetry;

import org.jspecify.annotations.NullMarked;
