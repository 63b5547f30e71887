/** Tests of merged logs. */
@NullMarked
package org.collegium.organization.merging;

import org.jspecify.annotations.NullMarked;
