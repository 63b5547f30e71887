/** Tests of the registry of runs. */
@NullMarked
package org.collegium.organization.registry;

import org.jspecify.annotations.NullMarked;
