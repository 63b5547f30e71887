package org.collegium.modelhost.store;

import java.util.Locale;
import java.util.OptionalLong;
import org.collegium.modelhost.protocol.AdapterKind;
import org.collegium.modelhost.protocol.AdapterPairId;

/** The store does not have a version that was asked for. */
public final class MissingAdapterException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** Whether a later version is there. */
  private final boolean isSuperseded;

  /** Names what is missing. */
  public MissingAdapterException(AdapterPairId pair, AdapterKind kind, long version) {
    this(pair, kind, version, OptionalLong.empty());
  }

  /**
   * Names what is missing.
   *
   * @param newest version that is there, when others may have written it
   */
  public MissingAdapterException(AdapterPairId pair, AdapterKind kind, long version, OptionalLong newest) {
    super(
        "the adapter store has no version " + version + " of the " + kind.name().toLowerCase(Locale.ROOT)
            + " adapter of '" + pair.value() + "'"
            + (newest.orElse(0) > version ? ": version " + newest.getAsLong() + " is there already" : ""));
    this.isSuperseded = newest.orElse(0) > version;
  }

  /** Whether a later life of the pair's agent has kept a later version, so that nobody needs this one any more. */
  public boolean isSuperseded() {
    return isSuperseded;
  }
}
