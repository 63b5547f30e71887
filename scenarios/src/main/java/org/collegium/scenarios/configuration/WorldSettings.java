package org.collegium.scenarios.configuration;

import org.collegium.scenarios.frontdesk.CurriculumSettings;

/**
 * The world of a scenario.
 *
 * @param companies of one block
 * @param blocks of new companies, one after the other
 * @param schedule which companies a round has
 * @param examinationRollouts episodes for each examined company; 0 for no examination
 * @param examineEvery rounds between two examinations of companies of earlier blocks; 0 for the closing one alone
 * @param unseen companies that nobody calls and the world model is asked about
 * @param probeEvery rounds between two such questions
 */
public record WorldSettings(
    Kind kind,
    int companies,
    int blocks,
    CurriculumSettings.Schedule schedule,
    int examinationRollouts,
    int examineEvery,
    int unseen,
    int probeEvery) {
  /** Kinds of world. */
  public enum Kind {
    FRONT_DESK
  }
}
