package org.collegium.modelhost.host;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.collegium.modelhost.protocol.AdapterPairId;
import org.collegium.modelhost.protocol.HostRequest;

/**
 * What a request does with one adapter pair.
 *
 * @param changes whether it changes the pair; else it only reads it
 */
record Access(AdapterPairId pair, boolean changes) {

  /** Every pair that a request touches, each once, the request's own first. */
  static List<Access> of(HostRequest request) {
    return switch (request) {
      case HostRequest.Open open -> List.of(new Access(open.pair(), true));
      case HostRequest.Load load -> List.of(new Access(load.pair(), true));
      case HostRequest.LearnPolicy learn -> List.of(new Access(learn.pair(), true));
      case HostRequest.LearnWorld learn -> List.of(new Access(learn.pair(), true));
      case HostRequest.Derive derive -> derived(derive);
      case HostRequest.Generate generate -> List.of(new Access(generate.pair(), false));
      case HostRequest.Score score -> List.of(new Access(score.pair(), false));
      case HostRequest.Save save -> List.of(new Access(save.pair(), false));
    };
  }

  private static List<Access> derived(HostRequest.Derive derive) {
    List<Access> all = new ArrayList<>();
    all.add(new Access(derive.pair(), true));
    for (AdapterPairId source : new LinkedHashSet<>(derive.sources())) {
      if (!source.equals(derive.pair())) {
        all.add(new Access(source, false));
      }
    }
    return all;
  }
}
