package org.collegium.modelhost.host;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.collegium.modelhost.adapter.Adapter;
import org.collegium.modelhost.model.ModelConfiguration;
import org.collegium.modelhost.protocol.AdapterKind;
import org.collegium.modelhost.protocol.AdapterPairId;
import org.collegium.modelhost.protocol.AdapterStamp;
import org.collegium.modelhost.store.AdapterStore;
import org.collegium.modelhost.store.MissingAdapterException;

/** Keeps every version in memory. */
final class HeapAdapterStore implements AdapterStore {
  private final Map<Key, Adapter> adapters = new HashMap<>();

  private record Key(AdapterPairId pair, AdapterKind kind, AdapterStamp stamp) {}

  @Override
  public void write(List<Version> versions, String baseModel) {
    for (Version version : versions) {
      adapters.put(new Key(version.pair(), version.kind(), version.adapter().stamp()), version.adapter());
    }
  }

  @Override
  public Adapter read(AdapterPairId pair, AdapterKind kind, AdapterStamp stamp, ModelConfiguration configuration) {
    return Optional.ofNullable(adapters.get(new Key(pair, kind, stamp)))
        .orElseThrow(() -> new MissingAdapterException(pair, kind, stamp.version()));
  }

  @Override
  public void clear() {
    adapters.clear();
  }
}
