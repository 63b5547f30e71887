package org.collegium.modelhost.protocol;

/**
 * The shape of a new adapter pair. All seven linear layers of every block are adapted.
 *
 * @param policyRank rank of the policy adapter, 1 to 256
 * @param worldRank rank of the world adapter, 1 to 256
 * @param scale factor {@code s} of the update, alpha / r
 */
public record AdapterShape(int policyRank, int worldRank, double scale) {}
