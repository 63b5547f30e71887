/** Where actors meet the message log: what records them. */
@NullMarked
package org.collegium.organization.log;

import org.jspecify.annotations.NullMarked;
