package org.collegium.modelhost.host;

import org.collegium.modelhost.protocol.HostReply;

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

  void count(HostReply reply) {
    switch (reply) {
      case HostReply.Refused _ -> refused++;
      case HostReply.Generated generated -> {
        answered++;
        tokensGenerated += generated.tokens().length();
      }
      case HostReply.Learned learned -> {
        answered++;
        adapterSteps += learned.figures().steps();
      }
      case HostReply.Opened _, HostReply.Scored _, HostReply.Saved _ -> answered++;
    }
  }

  void refused() {
    refused++;
  }

  void read(int tokens) {
    tokensRead += tokens;
  }

  void decoded(int rows) {
    decodeSteps++;
    rowsDecoded += rows;
  }

  void scored() {
    scoreBatches++;
  }

  void learned() {
    learnSteps++;
  }

  HostFigures figures(int queued, int rowsActive, int pairs, Saver saver) {
    return new HostFigures(
        queued,
        rowsActive,
        pairs,
        answered + saver.answered(),
        refused + saver.refused(),
        tokensRead,
        tokensGenerated,
        decodeSteps,
        rowsDecoded,
        scoreBatches,
        learnSteps,
        adapterSteps);
  }
}
