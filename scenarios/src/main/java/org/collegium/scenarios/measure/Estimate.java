package org.collegium.scenarios.measure;

/**
 * A statistic over seeds with its bootstrap 95 % percentile interval.
 *
 * @param center the statistic; {@code Never} when the threshold was not reached by enough seeds to give a number
 * @param low lower end; {@code NotMeasured} when fewer than 2 seeds have a value
 * @param high upper end, maybe {@code Never}; {@code NotMeasured} when fewer than 2 seeds have a value
 */
public record Estimate(MeasureValue center, MeasureValue low, MeasureValue high) {}
