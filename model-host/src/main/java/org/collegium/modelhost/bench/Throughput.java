package org.collegium.modelhost.bench;

/**
 * How fast one kind of batch is decoded.
 *
 * @param name for example {@code 8 adapters x 8 rows}
 * @param adapters distinct adapters in the batch
 * @param rowsPerAdapter rows that share one
 * @param tokensPerSecond rows over the median time of a step
 * @param ratio of this speed to that of the base alone
 */
public record Throughput(String name, int adapters, int rowsPerAdapter, double tokensPerSecond, double ratio) {}
