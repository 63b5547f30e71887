package org.collegium.scenarios.frontdesk;

/**
 * How often each thing occurs in the pretraining corpus; every share is a probability at its place in the text.
 *
 * @param queries texts that ask the world model; the rest are episodes
 * @param briefings texts with a briefing line, which says nothing of the company at hand
 * @param notes texts with a line of notes
 * @param singleNotes lines of notes with one note, which is about the company at hand; the rest have two or three
 * @param targetAmongNotes that one of two or three notes is about the company at hand
 * @param lookalikes that another note's company shares a syllable with the company at hand
 * @param imaginations episodes with an imagine line
 * @param trueImaginations that an imagine line is right
 * @param emptyImaginations that an imagine line names no field
 * @param notedRefusals refused episodes that are followed by a note
 * @param notedSuccesses successful episodes that are followed by a note
 */
public record CorpusMixture(
    double queries,
    double briefings,
    double notes,
    double singleNotes,
    double targetAmongNotes,
    double lookalikes,
    double imaginations,
    double trueImaginations,
    double emptyImaginations,
    double notedRefusals,
    double notedSuccesses) {
  /** Checks the shares. */
  public CorpusMixture {
    double[] shares = {
      queries, briefings, notes, singleNotes, targetAmongNotes, lookalikes, imaginations, trueImaginations,
      emptyImaginations, notedRefusals, notedSuccesses
    };
    for (double share : shares) {
      if (!(share > 0 && share < 1)) {
        throw new IllegalArgumentException("shares of the corpus must lie between 0 and 1, one is " + share);
      }
    }
  }

  /** What the embedded base is trained on. */
  public static CorpusMixture embedded() {
    return new CorpusMixture(0.35, 0.15, 0.35, 0.6, 0.85, 0.2, 0.45, 0.8, 0.05, 0.35, 0.2);
  }
}
