package org.collegium.organization.rounds;

import org.collegium.agents.core.Briefing;
import org.collegium.agents.core.Figures;
import org.collegium.agents.core.Summary;
import org.collegium.agents.wire.AgentsWire;

/** Summaries and briefings as the bytes that tell them. */
public final class ToldBytes {
  private static final AgentsWire WIRE = AgentsWire.unbudgeted();

  private ToldBytes() {}

  static byte[] of(Summary summary) {
    return WIRE.encode(summary).toByteArray();
  }

  static byte[] of(Briefing briefing) {
    return WIRE.encode(briefing).toByteArray();
  }

  /** Without what depends on the load of the machine: requests that were asked again. */
  public static byte[] steadyPartOf(Summary summary) {
    return of(new Summary(summary.text(), summary.figures().without(Figures.REFUSALS)));
  }
}
