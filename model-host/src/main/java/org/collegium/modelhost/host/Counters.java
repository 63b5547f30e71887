package org.collegium.modelhost.host;

/** The running sums behind {@link HostFigures}; only the host's thread touches them. */
final class Counters {
  private long answered;
  private long refused;
  private long tokensRead;
  private long tokensGenerated;
  private long decodeSteps;
  private long rowsDecoded;
  private long scoreBatches;
  private long learnSteps;
  private long adapterSteps;

  void answered() {
    answered++;
  }

  void refused() {
    refused++;
  }

  void read(int tokens) {
    tokensRead += tokens;
  }

  void generated(int tokens) {
    tokensGenerated += tokens;
  }

  void decoded(int rows) {
    decodeSteps++;
    rowsDecoded += rows;
  }

  void scored() {
    scoreBatches++;
  }

  void learned(int adapters) {
    learnSteps++;
    adapterSteps += adapters;
  }

  HostFigures figures(int queued, int rowsActive, int pairs) {
    return new HostFigures(
        queued,
        rowsActive,
        pairs,
        answered,
        refused,
        tokensRead,
        tokensGenerated,
        decodeSteps,
        rowsDecoded,
        scoreBatches,
        learnSteps,
        adapterSteps);
  }
}
