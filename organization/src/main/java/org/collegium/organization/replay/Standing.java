package org.collegium.organization.replay;

/**
 * How far an organization had come where its log ends.
 *
 * @param closedRounds rounds that it had done
 * @param openRound the one under way; 0 when none was
 * @param isEnded whether it had come to its end
 */
public record Standing(String organization, int closedRounds, int openRound, boolean isEnded) {}
