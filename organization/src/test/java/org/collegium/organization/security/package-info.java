/** Tests of who may talk to a node. */
@NullMarked
package org.collegium.organization.security;

import org.jspecify.annotations.NullMarked;
