package org.collegium.modelhost.learning;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.collegium.modelhost.adapter.Adapter;
import org.collegium.modelhost.adapter.AdapterLayout;
import org.collegium.modelhost.adapter.AdapterPair;
import org.collegium.modelhost.model.ModelConfiguration;
import org.collegium.modelhost.protocol.ActiveAdapters;
import org.collegium.modelhost.protocol.AdapterPairId;
import org.collegium.modelhost.protocol.HostRequest.LearnPolicy;
import org.collegium.modelhost.protocol.HostRequest.LearnWorld;
import org.collegium.modelhost.protocol.OptimizerSettings;
import org.collegium.modelhost.protocol.PolicyObjective;
import org.collegium.modelhost.protocol.Reals;
import org.collegium.modelhost.protocol.Rollout;
import org.collegium.modelhost.protocol.RolloutGroup;
import org.collegium.modelhost.protocol.Segment;
import org.collegium.modelhost.protocol.Tokens;
import org.collegium.modelhost.protocol.Trajectory;
import org.collegium.modelhost.protocol.WorldObjective;

/** Requests and adapters with random contents, each from its own seed. */
final class RandomLessons {
  static final OptimizerSettings ADAMW = new OptimizerSettings(3e-3, 0.9, 0.99, 1e-8, 0.01, 1.0);

  private RandomLessons() {}

  /** A pair whose matrices are all random, so that every gradient differs from 0. */
  static AdapterPair pair(ModelConfiguration configuration, int policyRank, int worldRank, long seed) {
    return new AdapterPair(
        adapter(new AdapterLayout(configuration, policyRank), 2 * seed + 1),
        adapter(new AdapterLayout(configuration, worldRank), 2 * seed));
  }

  private static Adapter adapter(AdapterLayout layout, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] weights = new float[layout.parameters()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (0.08 * random.nextGaussian());
    }
    return new Adapter(layout, 2, weights, new float[0], new float[0], 0, 0);
  }

  /** Segments of random tokens: context, action, observation, action. */
  static Trajectory trajectory(int vocabulary, int observed, SplittableRandom random) {
    List<Segment> segments = new ArrayList<>();
    segments.add(Segment.context(tokens(vocabulary, 5, random)));
    segments.add(action(vocabulary, 4, random));
    segments.add(Segment.observation(tokens(vocabulary, observed, random)));
    segments.add(action(vocabulary, 2, random));
    return new Trajectory(segments);
  }

  private static Segment action(int vocabulary, int length, SplittableRandom random) {
    float[] sampled = new float[length];
    for (int i = 0; i < length; i++) {
      sampled[i] = (float) (-Math.log(vocabulary) + 0.4 * random.nextGaussian());
    }
    return Segment.action(tokens(vocabulary, length, random), Reals.of(sampled));
  }

  private static Tokens tokens(int vocabulary, int length, SplittableRandom random) {
    return Tokens.of(random.ints(length, 0, vocabulary).toArray());
  }

  private static List<Trajectory> trajectories(int count, int vocabulary, SplittableRandom random) {
    List<Trajectory> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(trajectory(vocabulary, 5 + i % 3, random));
    }
    return all;
  }

  /** Three fresh observations, five to replay, two anchors. */
  static LearnWorld world(
      int vocabulary, long seed, ActiveAdapters active, WorldObjective objective, OptimizerSettings optimizer) {
    SplittableRandom random = new SplittableRandom(seed);
    return new LearnWorld(
        "world-" + seed,
        new AdapterPairId("pair-" + seed),
        active,
        trajectories(3, vocabulary, random),
        trajectories(5, vocabulary, random),
        trajectories(2, vocabulary, random),
        objective,
        optimizer,
        seed);
  }

  /** Two groups of three rollouts with different rewards. */
  static LearnPolicy policy(
      int vocabulary, long seed, ActiveAdapters active, PolicyObjective objective, int innerSteps) {
    SplittableRandom random = new SplittableRandom(seed);
    List<RolloutGroup> groups = new ArrayList<>();
    for (int group = 0; group < 2; group++) {
      List<Rollout> rollouts = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        rollouts.add(new Rollout(trajectory(vocabulary, 4, random), i == group ? 1 : 0.25 * i));
      }
      groups.add(new RolloutGroup("task-" + group, rollouts));
    }
    return new LearnPolicy(
        "policy-" + seed, new AdapterPairId("pair-" + seed), active, groups, objective, ADAMW, innerSteps);
  }
}
