package org.collegium.organization.cluster;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.collegium.modelhost.host.ModelHostSettings;
import org.collegium.organization.run.RunPlan;
import org.collegium.organization.telemetry.OrganizationMeter;

/** Reads what a run is from the text of its resolved configuration. The floor above knows how. */
@FunctionalInterface
public interface RunBook {
  /**
   * What a node needs to play its part.
   *
   * @param host how a model host of the run is opened on this node, asked only where one is wanted; fails with
   *     {@link UnplayableRunException} when none can be
   * @param meter hears what organizations do on this node
   */
  record Reading(RunPlan plan, Supplier<ModelHostSettings> host, OrganizationMeter meter) {}

  /**
   * Reads a run.
   *
   * @param run the value of its identity
   * @param folder of the run on this node; it exists
   * @throws UnplayableRunException when this node cannot play it, in words for people
   */
  Reading read(String run, String scenario, Path folder);
}
