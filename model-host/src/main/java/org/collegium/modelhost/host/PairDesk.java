package org.collegium.modelhost.host;

import java.nio.file.Path;
import java.util.List;
import org.collegium.modelhost.adapter.AdapterFolder;
import org.collegium.modelhost.adapter.AdapterPair;
import org.collegium.modelhost.adapter.Derivation;
import org.collegium.modelhost.model.ModelConfiguration;
import org.collegium.modelhost.protocol.AdapterPairId;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostRequest;

/** Opens, derives, saves and loads pairs. */
final class PairDesk {
  private final PairStore store;
  private final ModelConfiguration configuration;
  private final String baseName;

  /**
   * @param baseName of the base model, for other tools that read what is saved
   */
  PairDesk(PairStore store, ModelConfiguration configuration, String baseName) {
    this.store = store;
    this.configuration = configuration;
    this.baseName = baseName;
  }

  /**
   * Serves one request.
   *
   * @throws RuntimeException when it cannot; the pair is then as it was
   */
  HostReply serve(HostRequest request) {
    return switch (request) {
      case HostRequest.Open open -> open(open);
      case HostRequest.Derive derive -> opened(derive, derived(derive));
      case HostRequest.Load load -> opened(load, AdapterFolder.readPair(Path.of(load.folder()), configuration));
      case HostRequest.Save save -> save(save);
      case HostRequest.Generate _, HostRequest.Score _, HostRequest.LearnPolicy _, HostRequest.LearnWorld _ ->
          throw new IllegalArgumentException("request " + request.requestId() + " is none about pairs");
    };
  }

  private HostReply open(HostRequest.Open open) {
    AdapterPair pair = store.find(open.pair())
        .orElseGet(() -> AdapterPair.fresh(configuration, open.shape(), open.seed()));
    return opened(open, pair);
  }

  private AdapterPair derived(HostRequest.Derive derive) {
    List<AdapterPair> sources = derive.sources().stream().map(this::pair).toList();
    AdapterPair merged = Derivation.mergePairs(sources);
    return derive.mutation() == 0 ? merged : Derivation.mutate(merged, derive.mutation(), derive.seed());
  }

  private HostReply opened(HostRequest request, AdapterPair pair) {
    store.put(request.pair(), pair);
    return new HostReply.Opened(request.requestId(), pair.policy().stamp(), pair.world().stamp());
  }

  private HostReply save(HostRequest.Save save) {
    AdapterPair pair = pair(save.pair());
    AdapterFolder.writePair(Path.of(save.folder()), pair, baseName);
    return new HostReply.Saved(save.requestId(), save.folder(), pair.policy().stamp(), pair.world().stamp());
  }

  private AdapterPair pair(AdapterPairId id) {
    return store.find(id).orElseThrow(() -> new IllegalStateException("adapter pair '" + id.value() + "' is gone"));
  }
}
