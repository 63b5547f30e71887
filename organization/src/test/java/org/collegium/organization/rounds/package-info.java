/** Tests of the orchestrator's core. */
@NullMarked
package org.collegium.organization.rounds;

import org.jspecify.annotations.NullMarked;
