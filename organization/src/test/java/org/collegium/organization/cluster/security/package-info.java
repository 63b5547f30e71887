/** Tests of TLS between nodes. */
@NullMarked
package org.collegium.organization.cluster.security;

import org.jspecify.annotations.NullMarked;
