package org.collegium.modelhost.adapter;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;

/** The {@link RankRows} of the adapters of one batch; those that the next batch has too are made once. */
final class RankRowsCache {
  private IdentityHashMap<Adapter, RankRows> made = new IdentityHashMap<>();

  /** The adapters of each row of a plan. */
  List<List<RowUpdate.Use>> uses(SlotPlan plan) {
    IdentityHashMap<Adapter, RankRows> used = new IdentityHashMap<>();
    List<List<RowUpdate.Use>> uses = new ArrayList<>();
    for (int row = 0; row < plan.rows(); row++) {
      List<RowUpdate.Use> own = new ArrayList<>();
      for (Adapter adapter : plan.row(row)) {
        own.add(new RowUpdate.Use(plan.slot(row, adapter), used.computeIfAbsent(adapter, this::rows)));
      }
      uses.add(List.copyOf(own));
    }
    made = used;
    return uses;
  }

  /** Forgets all of them. */
  void clear() {
    made = new IdentityHashMap<>();
  }

  private RankRows rows(Adapter adapter) {
    return Optional.ofNullable(made.get(adapter)).orElseGet(() -> RankRows.of(adapter));
  }
}
