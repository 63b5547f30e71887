package org.collegium.modelhost.store;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.collegium.modelhost.protocol.AdapterKind;
import org.collegium.modelhost.protocol.AdapterPairId;
import org.collegium.modelhost.protocol.AdapterStamp;

/** What all stores call their adapters, so that each can take over what another one kept. */
final class AdapterNames {
  private static final Pattern STRANGE = Pattern.compile("^(\\.{1,2}|policy|world)$|[\\\\\\p{Cntrl}]");

  private AdapterNames() {}

  /**
   * The parts of a pair's id.
   *
   * @throws IllegalArgumentException when one of them leads elsewhere as the name of a folder
   */
  static List<String> parts(AdapterPairId pair) {
    List<String> parts = List.of(pair.value().split("/", -1));
    for (String part : parts) {
      if (part.isBlank() || STRANGE.matcher(part).find()) {
        throw new IllegalArgumentException("the adapter store cannot name a folder after pair '" + pair.value() + "'");
      }
    }
    return parts;
  }

  static String name(AdapterKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  static String describe(AdapterPairId pair, AdapterKind kind, AdapterStamp stamp) {
    return "version " + stamp.version() + " of the " + name(kind) + " adapter of '" + pair.value() + "'";
  }

  static String describe(List<AdapterStore.Version> versions) {
    AdapterStore.Version first = versions.getFirst();
    String one = describe(first.pair(), first.kind(), first.adapter().stamp());
    return versions.size() == 1 ? one : one + " and " + (versions.size() - 1) + " more";
  }

  /**
   * @throws AdapterStoreException when what was found is not what was asked for
   */
  static void require(AdapterPairId pair, AdapterKind kind, AdapterStamp wanted, AdapterStamp found) {
    if (!found.equals(wanted)) {
      throw new AdapterStoreException(
          describe(pair, kind, wanted) + " has other contents than those asked for: " + found.hash()
              + " (version " + found.version() + ") instead of " + wanted.hash());
    }
  }
}
