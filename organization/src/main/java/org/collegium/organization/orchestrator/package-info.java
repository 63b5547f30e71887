/** Who works on what: the orchestrator's pure core and all it can be told. */
@NullMarked
package org.collegium.organization.orchestrator;

import org.jspecify.annotations.NullMarked;
