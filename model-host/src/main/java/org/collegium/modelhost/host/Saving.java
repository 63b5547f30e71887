package org.collegium.modelhost.host;

import java.util.List;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.store.AdapterStore;

/**
 * A pair as it was when it was to be saved.
 *
 * @param reply the answer when it is kept
 */
record Saving(List<AdapterStore.Version> versions, HostReply.Saved reply) {
  Saving {
    versions = List.copyOf(versions);
  }
}
