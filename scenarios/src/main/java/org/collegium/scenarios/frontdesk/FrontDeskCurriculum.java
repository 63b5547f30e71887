package org.collegium.scenarios.frontdesk;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.collegium.agents.identity.AgentId;
import org.collegium.agents.identity.Seeds;
import org.collegium.agents.world.Probe;
import org.collegium.agents.world.Task;
import org.collegium.organization.orchestrator.Curriculum;

/**
 * Hands each agent its own companies, the same ones in every arm of a seed. Labels of tasks: {@code learn}, or in a
 * single stream {@code first} and {@code revisit}; {@code old} for examined companies of earlier blocks; {@code final}
 * for the last block in the closing round. Probes: {@code unseen}, the entropy of the field that the world model
 * expects of a company it never met.
 *
 * @param seed of the organization
 * @param settings what to work on
 */
public record FrontDeskCurriculum(long seed, CurriculumSettings settings) implements Curriculum {
  /** Label of learning tasks. */
  public static final String LEARN = "learn";

  /** Label of the first visit at a company in a single stream. */
  public static final String FIRST = "first";

  /** Label of later visits in a single stream. */
  public static final String REVISIT = "revisit";

  /** Label of examined companies of earlier blocks. */
  public static final String OLD = "old";

  /** Label of the last block in the closing round. */
  public static final String FINAL = "final";

  /** Label of probes. */
  public static final String UNSEEN = "unseen";

  @Override
  public List<Task> tasks(AgentId agent, int round) {
    if (round < 1 || round > settings.rounds()) {
      return List.of();
    }
    List<Task> tasks = new ArrayList<>();
    int block = Math.min((round - 1) / settings.roundsPerBlock(), settings.blocks() - 1);
    if (round > settings.learningRounds()) {
      block(agent, block).forEach(company -> tasks.add(examination(tasks.size(), company, FINAL)));
    } else {
      tasks.addAll(learning(agent, block, round));
    }
    if (examinesOld(round)) {
      for (int old = 0; old < block; old++) {
        block(agent, old).forEach(company -> tasks.add(examination(tasks.size(), company, OLD)));
      }
    }
    return List.copyOf(tasks);
  }

  @Override
  public List<Probe> probes(AgentId agent, int round) {
    if (round % settings.probeEvery() != 0 && round != settings.rounds()) {
      return List.of();
    }
    FrontDeskWorld world = FrontDeskWorld.of(seed, agent.name());
    return unseen(agent).stream()
        .map(company -> new Probe(
            UNSEEN, FrontDeskDialect.query(company) + " " + Grammar.OPENING, world.neededField(company)))
        .toList();
  }

  /** The companies of one block, block from 0. */
  public List<Company> block(AgentId agent, int block) {
    int size = settings.companiesPerBlock();
    return companies(agent).subList(block * size, (block + 1) * size);
  }

  /** Companies that the agent never works on. */
  public List<Company> unseen(AgentId agent) {
    int worked = settings.companiesPerBlock() * settings.blocks();
    return companies(agent).subList(worked, worked + settings.unseenCompanies());
  }

  private boolean examinesOld(int round) {
    boolean chosen = settings.examineRounds().contains(round) || round > settings.learningRounds();
    return chosen && settings.rolloutsPerExamination() > 0;
  }

  private List<Task> learning(AgentId agent, int block, int round) {
    return switch (settings.schedule()) {
      case ALL_COMPANIES -> {
        List<Task> tasks = new ArrayList<>();
        block(agent, block).forEach(company -> tasks.add(lesson(tasks.size(), company, LEARN)));
        yield tasks;
      }
      case ONE_VISIT_A_ROUND -> {
        int visited = visited(agent, round);
        boolean first = true;
        for (int earlier = block * settings.roundsPerBlock() + 1; earlier < round; earlier++) {
          first &= visited(agent, earlier) != visited;
        }
        yield List.of(lesson(0, block(agent, block).get(visited), first ? FIRST : REVISIT));
      }
    };
  }

  /** Place in its block of the company that a single stream visits in a round. */
  private int visited(AgentId agent, int round) {
    long stream = Seeds.derive(seed, "front-desk", "visit", agent.name(), round);
    return new SplittableRandom(stream).nextInt(settings.companiesPerBlock());
  }

  private Task lesson(int number, Company company, String label) {
    return new Task("t" + number, Grammar.goal(company), Task.Purpose.LEARN, label, settings.rolloutsPerTask());
  }

  private Task examination(int number, Company company, String label) {
    return new Task(
        "t" + number, Grammar.goal(company), Task.Purpose.EXAMINE, label, settings.rolloutsPerExamination());
  }

  private List<Company> companies(AgentId agent) {
    List<Company> shuffled = new ArrayList<>(Company.heldOut());
    SplittableRandom random = new SplittableRandom(Seeds.derive(seed, "front-desk", "companies", agent.name()));
    for (int last = shuffled.size() - 1; last > 0; last--) {
      Collections.swap(shuffled, last, random.nextInt(last + 1));
    }
    return shuffled;
  }
}
