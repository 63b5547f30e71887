/** Tests of where states are stored. */
@NullMarked
package org.collegium.organization.durable;

import org.jspecify.annotations.NullMarked;
