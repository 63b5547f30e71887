package org.collegium.scenarios.fork;

import java.util.List;
import java.util.function.UnaryOperator;
import org.collegium.modelhost.adapter.Adapter;
import org.collegium.modelhost.model.ModelConfiguration;
import org.collegium.modelhost.protocol.AdapterKind;
import org.collegium.modelhost.protocol.AdapterPairId;
import org.collegium.modelhost.protocol.AdapterStamp;
import org.collegium.modelhost.store.AdapterStore;
import org.collegium.modelhost.store.MissingAdapterException;

/**
 * From a parent's stores to those of its fork.
 *
 * @param from where adapters are looked for, one after the other; not empty
 * @param to where they are written, all of them
 * @param names the fork's name of a pair
 */
record BridgedStore(List<AdapterStore> from, List<AdapterStore> to, UnaryOperator<AdapterPairId> names)
    implements AdapterStore {
  @Override
  public void write(List<Version> versions, String baseModel) {
    List<Version> renamed =
        versions.stream()
            .map(version -> new Version(names.apply(version.pair()), version.kind(), version.adapter()))
            .toList();
    to.forEach(store -> store.write(renamed, baseModel));
  }

  @Override
  public Adapter read(
      AdapterPairId pair, AdapterKind kind, AdapterStamp stamp, ModelConfiguration configuration) {
    return read(from, pair, kind, stamp, configuration);
  }

  @Override
  public void clear() {
    to.forEach(AdapterStore::clear);
  }

  private static Adapter read(
      List<AdapterStore> from,
      AdapterPairId pair,
      AdapterKind kind,
      AdapterStamp stamp,
      ModelConfiguration configuration) {
    try {
      return from.getFirst().read(pair, kind, stamp, configuration);
    } catch (MissingAdapterException e) {
      if (from.size() == 1) {
        throw e;
      }
      return read(from.subList(1, from.size()), pair, kind, stamp, configuration);
    }
  }
}
