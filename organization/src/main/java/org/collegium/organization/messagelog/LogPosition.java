package org.collegium.organization.messagelog;

import java.util.List;
import java.util.Map;

/**
 * Where a writer goes on with a log.
 *
 * @param extent what is there; of the empty log when there is nothing
 * @param segment number of the last segment whose header is whole; 0 when there is none
 * @param chain of the last whole frame
 * @param incarnations the last one of each receiver
 * @param indexes of all segments, made of their contents
 */
record LogPosition(
    LogExtent extent, int segment, int chain, Map<Party, Integer> incarnations, List<SegmentIndex> indexes) {}
