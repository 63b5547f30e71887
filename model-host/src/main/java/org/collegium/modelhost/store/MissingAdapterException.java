package org.collegium.modelhost.store;

import java.util.Locale;
import org.collegium.modelhost.protocol.AdapterKind;
import org.collegium.modelhost.protocol.AdapterPairId;

/** The store does not have a version that was asked for. */
public final class MissingAdapterException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** Names what is missing. */
  public MissingAdapterException(AdapterPairId pair, AdapterKind kind, long version) {
    super(
        "the adapter store has no version " + version + " of the " + kind.name().toLowerCase(Locale.ROOT)
            + " adapter of '" + pair.value() + "'");
  }
}
