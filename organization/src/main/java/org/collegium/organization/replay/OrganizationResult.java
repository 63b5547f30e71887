package org.collegium.organization.replay;

import java.util.Optional;
import org.collegium.organization.rounds.OrchestratorEffect;

/** What the replay of one organization found; as {@link ReplayResult}. */
record OrganizationResult(
    String organization,
    long messages,
    long effects,
    long supposed,
    Optional<Found> found,
    Standing standing,
    Optional<OrchestratorEffect.Finish> finish) {}
