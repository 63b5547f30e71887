package org.collegium.organization.cluster;

import java.nio.file.Path;

/**
 * Where a node leaves what stays of a run, and finds what an earlier process left of it.
 *
 * @param messages folder of the log's segments; made when it is not there
 * @param state folder of the database of states; made when it is not there
 */
public record NodeFolders(Path messages, Path state) {}
