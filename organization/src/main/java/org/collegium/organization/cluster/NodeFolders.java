package org.collegium.organization.cluster;

import java.nio.file.Path;

/**
 * Where a node leaves what stays of a run.
 *
 * @param messages folder of the log's segments; made when it is not there, must hold none yet
 */
public record NodeFolders(Path messages) {}
