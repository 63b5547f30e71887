/** Tests of whole runs on a node. */
@NullMarked
package org.collegium.organization.cluster;

import org.jspecify.annotations.NullMarked;
