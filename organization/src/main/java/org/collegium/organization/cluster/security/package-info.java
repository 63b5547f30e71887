/** TLS between nodes, as Pekko asks for it. */
@NullMarked
package org.collegium.organization.cluster.security;

import org.jspecify.annotations.NullMarked;
