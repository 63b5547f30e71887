package org.collegium.scenarios.frontdesk;

/**
 * How often each thing occurs in the pretraining corpus; every share is a probability at its place in the text.
 *
 * @param drills texts that only look up facts, several times each; nobody speaks so, but without them choosing the
 *     right note among several is not learned in any reasonable time
 * @param queries of the other texts, those that ask the world model; the rest are episodes
 * @param briefings texts with a briefing line
 * @param notes texts with a line of notes
 * @param targetFacts that a cited fact is about the company at hand, as long as none was
 * @param lookalikes that another fact's company shares a syllable with the company at hand
 * @param imaginations episodes with an imagine line
 * @param trueImaginations that an imagine line is right
 * @param emptyImaginations that an imagine line names no field
 * @param notedRefusals refused episodes that are followed by a note
 * @param notedSuccesses successful episodes that are followed by a note
 */
public record CorpusMixture(
    double drills,
    double queries,
    double briefings,
    double notes,
    double targetFacts,
    double lookalikes,
    double imaginations,
    double trueImaginations,
    double emptyImaginations,
    double notedRefusals,
    double notedSuccesses) {
  /** Checks the shares. */
  public CorpusMixture {
    double[] shares = {
      drills, queries, briefings, notes, targetFacts, lookalikes, imaginations, trueImaginations, emptyImaginations,
      notedRefusals, notedSuccesses
    };
    for (double share : shares) {
      if (!(share > 0 && share < 1)) {
        throw new IllegalArgumentException("shares of the corpus must lie between 0 and 1, one is " + share);
      }
    }
  }

  /** What the embedded base is trained on. */
  public static CorpusMixture embedded() {
    return new CorpusMixture(0.2, 0.3, 0.1, 0.4, 0.6, 0.2, 0.45, 0.8, 0.05, 0.35, 0.2);
  }
}
