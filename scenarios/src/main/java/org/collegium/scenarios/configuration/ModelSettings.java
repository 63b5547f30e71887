package org.collegium.scenarios.configuration;

/**
 * The base model and how it is served.
 *
 * @param base {@code embedded} or a Hugging Face folder
 * @param device {@code auto}, {@code cpu} or {@code gpu:N}
 * @param threads inside one tensor operation; 0 for one a core
 * @param rowsMax most rows decoded at a time
 * @param queueMax most requests that wait
 */
public record ModelSettings(String base, String device, int threads, int rowsMax, int queueMax) {
  /** Name of the base that is shipped. */
  public static final String EMBEDDED = "embedded";
}
