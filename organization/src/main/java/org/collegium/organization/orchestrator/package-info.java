/** What an organization is made of: its agents, its curriculum, its budget. */
@NullMarked
package org.collegium.organization.orchestrator;

import org.jspecify.annotations.NullMarked;
