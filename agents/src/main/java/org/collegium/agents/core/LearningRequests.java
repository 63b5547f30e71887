package org.collegium.agents.core;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.collegium.agents.context.PromptBuilder;
import org.collegium.agents.dialect.Dialect;
import org.collegium.agents.dialect.Passage;
import org.collegium.modelhost.protocol.HostRequest;
import org.collegium.modelhost.protocol.Rollout;
import org.collegium.modelhost.protocol.RolloutGroup;
import org.collegium.modelhost.protocol.Trajectory;

/** What an agent hands to the host to learn from at the end of a round. */
final class LearningRequests {
  private final AgentSettings settings;
  private final Identities identities;
  private final Dialect dialect;
  private final PromptBuilder prompts;

  LearningRequests(AgentSettings settings, Identities identities, Dialect dialect, PromptBuilder prompts) {
    this.settings = settings;
    this.identities = identities;
    this.dialect = dialect;
    this.prompts = prompts;
  }

  /** Observations for the world adapter; nothing when there is no new one. */
  List<HostRequest> world(AgentState state) {
    return settings.worldModel().stream().flatMap(learning -> world(state, learning).stream()).toList();
  }

  private Optional<HostRequest> world(AgentState state, WorldLearning learning) {
    List<Trajectory> fresh = lessons(state.working(), learning);
    if (fresh.isEmpty()) {
      return Optional.empty();
    }
    String id = identities.request(state.working().round(), "learn-world");
    return Optional.of(
        new HostRequest.LearnWorld(
            id,
            settings.id().pair(),
            learning.active(),
            fresh,
            state.lessons().replay(learning.replayRows(), fresh, identities.seed(id + "/replay")),
            anchors(learning, id),
            learning.objective(),
            learning.optimizer(),
            identities.seed(id)));
  }

  private List<Trajectory> lessons(RoundWork work, WorldLearning learning) {
    Set<Trajectory> lessons = new LinkedHashSet<>();
    for (Episode episode : work.episodes()) {
      if (work.isLearning(episode)) {
        dialect
            .lessons(work.taskOf(episode), episode.context().exchanges(), learning.framing())
            .forEach(passages -> prompts.lesson(passages).ifPresent(lessons::add));
      }
    }
    return List.copyOf(lessons);
  }

  private List<Trajectory> anchors(WorldLearning learning, String id) {
    if (learning.objective().anchorWeight() <= 0 || learning.anchors() < 1) {
      return List.of();
    }
    List<List<Passage>> queries = dialect.anchors(identities.seed(id + "/anchors"), learning.anchors());
    return queries.stream().flatMap(passages -> prompts.lesson(passages).stream()).toList();
  }

  /** Groups for the policy adapter; nothing when no group has a baseline. */
  List<HostRequest> policy(AgentState state) {
    return settings.policy().stream().flatMap(learning -> policy(state, learning).stream()).toList();
  }

  private Optional<HostRequest> policy(AgentState state, PolicyLearning learning) {
    RoundWork work = state.working();
    List<RolloutGroup> groups = new ArrayList<>();
    for (Group group : Group.standing(work)) {
      List<Rollout> rollouts = rollouts(group);
      if (rollouts.size() >= 2) {
        groups.add(new RolloutGroup(work.assignment().tasks().get(group.task()).id(), rollouts));
      }
    }
    String id = identities.request(work.round(), "learn-policy");
    return groups.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new HostRequest.LearnPolicy(
                id,
                settings.id().pair(),
                learning.active(),
                groups,
                learning.objective(),
                learning.optimizer(),
                learning.innerSteps()));
  }

  private List<Rollout> rollouts(Group group) {
    return group.episodes().stream()
        .flatMap(
            episode ->
                prompts.trajectory(episode.context()).stream()
                    .map(trajectory -> new Rollout(trajectory, episode.reward())))
        .toList();
  }
}
