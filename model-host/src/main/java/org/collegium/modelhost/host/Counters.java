package org.collegium.modelhost.host;

import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostRequest;
import org.collegium.modelhost.telemetry.HostMeter;

/** The running sums behind {@link HostFigures}, told on to a meter; only the host's thread touches them. */
final class Counters {
  private final HostMeter meter;
  private long answered;
  private long refused;
  private long tokensRead;
  private long tokensGenerated;
  private long decodeSteps;
  private long rowsDecoded;
  private long scoreBatches;
  private long learnSteps;
  private long adapterSteps;

  Counters(HostMeter meter) {
    this.meter = meter;
  }

  void taken(HostRequest request, int waiting) {
    meter.taken(request);
    meter.waiting(waiting);
  }

  void waiting(int requests) {
    meter.waiting(requests);
  }

  /** Returns what it counted. */
  HostReply count(HostReply reply) {
    meter.answered(reply);
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
    return reply;
  }

  void read(int tokens) {
    meter.read(tokens);
    tokensRead += tokens;
  }

  void decoded(int rows) {
    meter.decoded(rows);
    decodeSteps++;
    rowsDecoded += rows;
  }

  void scored() {
    scoreBatches++;
  }

  void learned(int adapters) {
    meter.learned(adapters);
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
