package org.collegium.modelhost.host;

import java.util.List;
import java.util.Optional;
import org.collegium.modelhost.adapter.Adapter;
import org.collegium.modelhost.adapter.AdapterPair;
import org.collegium.modelhost.adapter.Derivation;
import org.collegium.modelhost.model.ModelConfiguration;
import org.collegium.modelhost.protocol.AdapterKind;
import org.collegium.modelhost.protocol.AdapterPairId;
import org.collegium.modelhost.protocol.AdapterStamp;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostRequest;
import org.collegium.modelhost.store.AdapterStore;
import org.collegium.modelhost.store.MissingAdapterException;
import org.collegium.modelhost.telemetry.AdapterTier;
import org.collegium.modelhost.telemetry.HostMeter;

/** Opens, derives, loads and saves pairs. */
final class PairDesk {
  private static final String NO_STORE = "this model host has no adapter store";

  private final PairStore store;
  private final ModelConfiguration configuration;
  private final Optional<AdapterStore> adapters;
  private final String baseName;
  private final HostMeter meter;

  /**
   * @param adapters where pairs are saved and loaded from, if anywhere
   * @param baseName of the base model, for other tools that read what is saved
   */
  PairDesk(
      PairStore store,
      ModelConfiguration configuration,
      Optional<AdapterStore> adapters,
      String baseName,
      HostMeter meter) {
    this.store = store;
    this.configuration = configuration;
    this.adapters = adapters;
    this.baseName = baseName;
    this.meter = meter;
  }

  /**
   * Serves one request.
   *
   * @throws RuntimeException when it cannot; the pair is then as it was
   */
  HostReply serve(HostRequest request) {
    return switch (request) {
      case HostRequest.Open open -> opened(open, AdapterPair.fresh(configuration, open.shape(), open.seed()));
      case HostRequest.Derive derive -> opened(derive, derived(derive));
      case HostRequest.Load load -> {
        HostEngine.Loading loading = loading(load);
        loading.read();
        yield loading.put();
      }
      case HostRequest.Save _, HostRequest.Generate _, HostRequest.Score _ -> throw foreign(request);
      case HostRequest.LearnPolicy _, HostRequest.LearnWorld _ -> throw foreign(request);
    };
  }

  private static IllegalArgumentException foreign(HostRequest request) {
    return new IllegalArgumentException("request " + request.requestId() + " is not served here");
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

  /** See {@link HostEngine#saving}. */
  Saving saving(HostRequest.Save save) {
    if (adapters.isEmpty()) {
      throw new IllegalArgumentException(NO_STORE);
    }
    AdapterPair pair = pair(save.pair());
    return new Saving(
        List.of(
            new AdapterStore.Version(save.pair(), AdapterKind.POLICY, pair.policy()),
            new AdapterStore.Version(save.pair(), AdapterKind.WORLD, pair.world())),
        new HostReply.Saved(save.requestId(), pair.policy().stamp(), pair.world().stamp()));
  }

  /** See {@link HostEngine#keep}. */
  void keep(List<AdapterStore.Version> versions) {
    adapterStore().write(versions, baseName);
  }

  /** See {@link HostEngine#loading}. */
  HostEngine.Loading loading(HostRequest.Load load) {
    Optional<AdapterPair> held = store.find(load.pair());
    return new PairLoading(
        load,
        held.map(AdapterPair::policy).filter(policy -> policy.stamp().equals(load.policy())),
        held.map(AdapterPair::world).filter(world -> world.stamp().equals(load.world())));
  }

  /** What the host holds of a pair stays; only what differs is read. */
  private final class PairLoading implements HostEngine.Loading {
    private final HostRequest.Load load;
    private Optional<Adapter> policy;
    private Optional<Adapter> world;

    PairLoading(HostRequest.Load load, Optional<Adapter> policy, Optional<Adapter> world) {
      this.load = load;
      this.policy = policy;
      this.world = world;
    }

    @Override
    public boolean isHeld() {
      return policy.isPresent() && world.isPresent();
    }

    @Override
    public void read() {
      policy = policy.or(() -> Optional.of(stored(load.pair(), AdapterKind.POLICY, load.policy())));
      world = world.or(() -> Optional.of(stored(load.pair(), AdapterKind.WORLD, load.world())));
    }

    @Override
    public HostReply put() {
      return opened(load, new AdapterPair(policy.orElseThrow(), world.orElseThrow()));
    }
  }

  private Adapter stored(AdapterPairId pair, AdapterKind kind, AdapterStamp stamp) {
    try {
      Adapter read = adapterStore().read(pair, kind, stamp, configuration);
      meter.sought(AdapterTier.STORE, 1, 0);
      return read;
    } catch (MissingAdapterException e) {
      meter.sought(AdapterTier.STORE, 0, 1);
      throw e;
    }
  }

  private AdapterStore adapterStore() {
    return adapters.orElseThrow(() -> new IllegalArgumentException(NO_STORE));
  }

  private AdapterPair pair(AdapterPairId id) {
    return store.find(id).orElseThrow(() -> new IllegalStateException("adapter pair '" + id.value() + "' is gone"));
  }
}
