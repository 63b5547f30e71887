package org.collegium.modelhost.store;

import java.util.List;
import org.collegium.modelhost.adapter.Adapter;
import org.collegium.modelhost.model.ModelConfiguration;
import org.collegium.modelhost.protocol.AdapterKind;
import org.collegium.modelhost.protocol.AdapterPairId;
import org.collegium.modelhost.protocol.AdapterStamp;

/**
 * Keeps versions of adapters outside of their host. What is read is the same as what was written bit by bit, moments
 * included.
 *
 * <p>One thread writes and another may read at the same time. A store that hosts share may be written to by several of
 * them, each through a store of its own, the same pair, too: a host that was cut off may write late what another one
 * has long gone beyond.
 */
public interface AdapterStore {
  /** An adapter as it is now, and whose it is. */
  record Version(AdapterPairId pair, AdapterKind kind, Adapter adapter) {}

  /**
   * Keeps versions; when this returns, they stay through a crash. Many at once cost less than one by one. A version
   * that is there already with the same contents costs next to nothing, one with other contents is replaced. Of each
   * adapter the version before stays, and so do the two highest; others may go.
   *
   * @param versions no two of one adapter
   * @param baseModel name of the base, for other tools
   * @throws AdapterStoreException when one of them cannot be kept; of each adapter there is then the new version or
   *     what was there before
   * @throws StoreAwayException when that may pass
   * @throws IllegalArgumentException when a pair has a name that cannot be kept; nothing is then done
   */
  void write(List<Version> versions, String baseModel);

  /** Keeps one version; see {@link #write(List, String)}. */
  default void write(AdapterPairId pair, AdapterKind kind, Adapter adapter, String baseModel) {
    write(List.of(new Version(pair, kind, adapter)), baseModel);
  }

  /**
   * Reads a version.
   *
   * @param stamp of which version, and what its contents must be
   * @param configuration of the base
   * @throws MissingAdapterException when this version was never written or is gone
   * @throws AdapterStoreException when it is there, but damaged, or has other contents
   * @throws StoreAwayException when the store cannot be asked now
   */
  Adapter read(AdapterPairId pair, AdapterKind kind, AdapterStamp stamp, ModelConfiguration configuration);

  /**
   * Removes all that the store keeps, for a run that nobody will ask for again; what is gone already is no failure.
   * Nobody may write meanwhile.
   *
   * @throws AdapterStoreException when something stays; it may be called again
   */
  void clear();
}
