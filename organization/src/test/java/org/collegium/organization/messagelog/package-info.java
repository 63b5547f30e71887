/** Tests of the message log's files and of its writer. */
@NullMarked
package org.collegium.organization.messagelog;

import org.jspecify.annotations.NullMarked;
