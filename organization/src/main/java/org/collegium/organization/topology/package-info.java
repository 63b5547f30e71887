/** Who may tell whom. */
@NullMarked
package org.collegium.organization.topology;

import org.jspecify.annotations.NullMarked;
