package org.collegium.modelhost.adapter;

import java.util.List;
import org.collegium.modelhost.model.ModelConfiguration;
import org.collegium.modelhost.protocol.ActiveAdapters;
import org.collegium.modelhost.protocol.AdapterKind;
import org.collegium.modelhost.protocol.AdapterShape;

/** One agent's two adapters. */
public record AdapterPair(Adapter policy, Adapter world) {
  /** A pair that changes nothing yet; the two adapters have their own random streams. */
  public static AdapterPair fresh(ModelConfiguration configuration, AdapterShape shape, long seed) {
    return new AdapterPair(
        Adapter.fresh(new AdapterLayout(configuration, shape.policyRank()), shape.scale(), seed),
        Adapter.fresh(new AdapterLayout(configuration, shape.worldRank()), shape.scale(), ~seed));
  }

  /** One of the two. */
  public Adapter of(AdapterKind kind) {
    return switch (kind) {
      case POLICY -> policy;
      case WORLD -> world;
    };
  }

  /** The pair with one adapter replaced. */
  public AdapterPair with(AdapterKind kind, Adapter adapter) {
    return switch (kind) {
      case POLICY -> new AdapterPair(adapter, world);
      case WORLD -> new AdapterPair(policy, adapter);
    };
  }

  /** The adapters that take part in a pass, the policy first. */
  public List<Adapter> active(ActiveAdapters active) {
    return switch (active) {
      case NONE -> List.of();
      case POLICY -> List.of(policy);
      case WORLD -> List.of(world);
      case BOTH -> List.of(policy, world);
    };
  }
}
