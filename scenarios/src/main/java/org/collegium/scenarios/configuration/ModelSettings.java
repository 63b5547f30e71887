package org.collegium.scenarios.configuration;

/**
 * The base model and how it is served.
 *
 * @param base {@code embedded} or a Hugging Face folder
 * @param device {@code auto}, {@code cpu} or {@code gpu:N}
 * @param threads inside one tensor operation; 0 for one a core
 * @param rowsMax most rows decoded at a time
 * @param queueMax most requests that wait
 * @param learnersMax most adapters of one joint learning step
 * @param pairsMax most adapter pairs
 */
public record ModelSettings(
    String base, String device, int threads, int rowsMax, int queueMax, int learnersMax, int pairsMax) {
  /** Name of the base that is shipped. */
  public static final String EMBEDDED = "embedded";
}
