package org.collegium.organization.merging;

import java.nio.file.Path;

/**
 * What one node recorded of a run.
 *
 * @param node its name; no two nodes of a run have the same
 * @param messages folder of the log's segments, which several processes may have written, one after the other
 */
public record NodeLog(String node, Path messages) {}
