package org.collegium.modelhost.host;

import java.util.List;
import java.util.Optional;
import org.collegium.modelhost.protocol.ActiveAdapters;
import org.collegium.modelhost.protocol.AdapterPairId;
import org.collegium.modelhost.protocol.HostReply.Refused;
import org.collegium.modelhost.protocol.HostRequest;

/** Finds what a request whose turn has come needs and the host does not have. */
record PairCheck(HostEngine engine, int pairsMax) {

  /** The refusal, if there is one. Who asks for a pair of its own that is not there can begin again. */
  Optional<Refused> refusal(HostRequest request) {
    if (makesPair(request) && !engine.holds(request.pair()) && engine.pairs() >= pairsMax) {
      String detail = "the host holds " + engine.pairs() + " adapter pairs, as many as it may";
      return Optional.of(new Refused(request.requestId(), Refused.Reason.INVALID, detail));
    }
    Refused.Reason reason =
        request instanceof HostRequest.Derive ? Refused.Reason.INVALID : Refused.Reason.PAIR_LOST;
    return needed(request).stream()
        .filter(pair -> !engine.holds(pair))
        .findFirst()
        .map(pair ->
            new Refused(
                request.requestId(),
                reason,
                "adapter pair '" + pair.value() + "' is unknown: open, derive or load it first"));
  }

  private static boolean makesPair(HostRequest request) {
    return switch (request) {
      case HostRequest.Open _, HostRequest.Derive _, HostRequest.Load _ -> true;
      case HostRequest.Generate _, HostRequest.Score _, HostRequest.Save _ -> false;
      case HostRequest.LearnPolicy _, HostRequest.LearnWorld _ -> false;
    };
  }

  private static List<AdapterPairId> needed(HostRequest request) {
    return switch (request) {
      case HostRequest.Derive derive -> derive.sources();
      case HostRequest.Open _, HostRequest.Load _ -> List.of();
      case HostRequest.Generate generate -> needed(generate.active(), generate.pair());
      case HostRequest.Score score -> needed(score.active(), score.pair());
      case HostRequest.Save save -> List.of(save.pair());
      case HostRequest.LearnPolicy learn -> List.of(learn.pair());
      case HostRequest.LearnWorld learn -> List.of(learn.pair());
    };
  }

  private static List<AdapterPairId> needed(ActiveAdapters active, AdapterPairId pair) {
    return active == ActiveAdapters.NONE ? List.of() : List.of(pair);
  }
}
