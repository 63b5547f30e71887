package org.collegium.scenarios.configuration;

import org.collegium.modelhost.host.ModelHostSettings;

/**
 * The base model and how it is served.
 *
 * @param base {@code embedded} or a Hugging Face folder
 * @param device {@code auto}, {@code cpu} or {@code gpu:N}
 * @param threads inside one tensor operation; 0 for one a core
 * @param limits bounds of queue, batches and memory
 */
public record ModelSettings(String base, String device, int threads, ModelHostSettings.Limits limits) {
  /** Name of the base that is shipped. */
  public static final String EMBEDDED = "embedded";
}
