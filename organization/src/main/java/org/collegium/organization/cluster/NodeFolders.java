package org.collegium.organization.cluster;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a node leaves what stays of a run.
 *
 * @param messages folder of the log's segments; made when it is not there, must hold none yet
 * @param adapters each agent's pair is saved in the folder of its id below this one when the run has ended; empty when
 *     adapters are not to be kept
 */
public record NodeFolders(Path messages, Optional<Path> adapters) {}
