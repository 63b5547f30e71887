/** Tests of the graphs. */
@NullMarked
package org.collegium.organization.topology;

import org.jspecify.annotations.NullMarked;
