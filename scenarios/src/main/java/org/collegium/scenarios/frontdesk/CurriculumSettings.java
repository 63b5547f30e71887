package org.collegium.scenarios.frontdesk;

import java.util.List;

/**
 * What the agents of an organization work on. Companies come in blocks: those of a block are learned together, then the
 * next block comes. Behind the last block one round more examines all of them.
 *
 * @param companiesPerBlock of each agent, at least 1
 * @param blocks at least 1
 * @param roundsPerBlock rounds of learning, at least 1
 * @param rolloutsPerTask independent episodes of a task of learning, at least 1
 * @param schedule which companies a round has
 * @param rolloutsPerExamination episodes for each company that is examined; 0 for no examination and no closing round
 * @param examineRounds rounds beside the last one in which the companies of earlier blocks are examined too
 * @param unseenCompanies companies that an agent never works on and is probed for; 0 for no probes
 * @param probeEvery rounds between two probes; the last round always probes
 */
public record CurriculumSettings(
    int companiesPerBlock,
    int blocks,
    int roundsPerBlock,
    int rolloutsPerTask,
    Schedule schedule,
    int rolloutsPerExamination,
    List<Integer> examineRounds,
    int unseenCompanies,
    int probeEvery) {
  /** Which companies of a block a round has. */
  public enum Schedule {
    /** Every company of the block in every round. */
    ALL_COMPANIES,
    /** One company a round, drawn from the block by the seed: a single stream of visits. */
    ONE_VISIT_A_ROUND
  }

  /** Checks the counts. */
  public CurriculumSettings {
    examineRounds = List.copyOf(examineRounds);
    if (companiesPerBlock < 1 || blocks < 1 || roundsPerBlock < 1 || rolloutsPerTask < 1 || probeEvery < 1) {
      throw new IllegalArgumentException("companies, blocks, rounds, rollouts and probe-every must be at least 1");
    }
    if (rolloutsPerExamination < 0 || unseenCompanies < 0) {
      throw new IllegalArgumentException("examination rollouts and unseen companies must not be negative");
    }
    int companies = companiesPerBlock * blocks + unseenCompanies;
    if (companies > Company.heldOut().size()) {
      throw new IllegalArgumentException(
          "an agent needs " + companies + " companies, there are " + Company.heldOut().size());
    }
  }

  /** Rounds in which agents learn. */
  public int learningRounds() {
    return blocks * roundsPerBlock;
  }

  /** All rounds: those of learning, and the closing examination if there is one. */
  public int rounds() {
    return learningRounds() + (rolloutsPerExamination > 0 ? 1 : 0);
  }
}
