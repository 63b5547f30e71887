package org.collegium.modelhost.store;

import org.collegium.modelhost.adapter.Adapter;
import org.collegium.modelhost.model.ModelConfiguration;
import org.collegium.modelhost.protocol.AdapterKind;
import org.collegium.modelhost.protocol.AdapterPairId;
import org.collegium.modelhost.protocol.AdapterStamp;

/**
 * Keeps versions of adapters outside of their host. What is read is the same as what was written bit by bit, moments
 * included.
 *
 * <p>One thread writes and another may read at the same time; two never write the same pair.
 */
public interface AdapterStore {
  /**
   * Keeps a version; when this returns, it stays through a crash. A version that is there already with the same
   * contents costs next to nothing, one with other contents is replaced. The version before it stays, older ones may
   * go.
   *
   * @param baseModel name of the base, for other tools
   * @throws AdapterStoreException when it cannot be kept; what was there before still is
   */
  void write(AdapterPairId pair, AdapterKind kind, Adapter adapter, String baseModel);

  /**
   * Reads a version.
   *
   * @param stamp of which version, and what its contents must be
   * @param configuration of the base
   * @throws MissingAdapterException when this version was never written or is gone
   * @throws AdapterStoreException when it is there, but damaged, or has other contents
   */
  Adapter read(AdapterPairId pair, AdapterKind kind, AdapterStamp stamp, ModelConfiguration configuration);
}
