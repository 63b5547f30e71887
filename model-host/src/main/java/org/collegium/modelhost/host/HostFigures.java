package org.collegium.modelhost.host;

/**
 * What a host has done since it was opened, and what it holds now.
 *
 * @param queued requests that wait for their answer, those being worked on among them
 * @param rowsActive rows of the running batch
 * @param pairs adapter pairs that the host holds
 * @param answered requests that were answered, refusals left out
 * @param refused requests that were refused
 * @param tokensRead tokens of prompts and of scored sequences
 * @param tokensGenerated tokens drawn
 * @param decodeSteps steps of the running batch
 * @param rowsDecoded rows of all these steps; over {@code decodeSteps} it is the mean occupancy
 * @param scoreBatches batches of scored sequences
 * @param learnSteps joint inner steps
 * @param adapterSteps inner steps of single adapters, counted when their request is answered; over {@code learnSteps}
 *     it is the mean number joined
 */
public record HostFigures(
    int queued,
    int rowsActive,
    int pairs,
    long answered,
    long refused,
    long tokensRead,
    long tokensGenerated,
    long decodeSteps,
    long rowsDecoded,
    long scoreBatches,
    long learnSteps,
    long adapterSteps) {}
