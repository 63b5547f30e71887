/**
 * Who may talk to a node: keys and certificates, and what Pekko must be told of them. No Pekko here, and no own
 * cryptography: Java's key stores, its TLS, and {@code keytool}.
 */
@NullMarked
package org.collegium.organization.security;

import org.jspecify.annotations.NullMarked;
