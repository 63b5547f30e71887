package org.collegium.modelhost.host;

import java.util.List;
import org.collegium.modelhost.protocol.ActiveAdapters;
import org.collegium.modelhost.protocol.AdapterPairId;
import org.collegium.modelhost.protocol.AdapterShape;
import org.collegium.modelhost.protocol.HostRequest;
import org.collegium.modelhost.protocol.OptimizerSettings;
import org.collegium.modelhost.protocol.PolicyObjective;
import org.collegium.modelhost.protocol.Reals;
import org.collegium.modelhost.protocol.Rollout;
import org.collegium.modelhost.protocol.RolloutGroup;
import org.collegium.modelhost.protocol.Sampling;
import org.collegium.modelhost.protocol.Segment;
import org.collegium.modelhost.protocol.Tokens;
import org.collegium.modelhost.protocol.Trajectory;
import org.collegium.modelhost.protocol.WorldObjective;

/** Requests that a host can serve. */
final class Requests {
  static final OptimizerSettings ADAM = new OptimizerSettings(1e-2, 0.9, 0.99, 1e-8, 0, 1);

  private Requests() {}

  static HostRequest.Open open(String id, AdapterPairId pair) {
    return new HostRequest.Open(id, pair, new AdapterShape(4, 4, 2), 7);
  }

  static HostRequest.Generate generate(String id, AdapterPairId pair, int tokensMax, int... prompt) {
    Sampling sampling = new Sampling(1, 1, tokensMax, List.of(), 11);
    return new HostRequest.Generate(id, pair, ActiveAdapters.POLICY, Tokens.of(prompt), sampling);
  }

  static HostRequest.Score score(String id, AdapterPairId pair, int... tokens) {
    return new HostRequest.Score(id, pair, ActiveAdapters.WORLD, Tokens.of(tokens), 1);
  }

  static HostRequest.LearnPolicy learnPolicy(String id, AdapterPairId pair) {
    Reals likelihoods = Reals.of(-2, -2);
    Trajectory good = new Trajectory(List.of(
        Segment.context(Tokens.of(1, 2, 3)), Segment.action(Tokens.of(4, 5), likelihoods)));
    Trajectory bad = new Trajectory(List.of(
        Segment.context(Tokens.of(1, 2, 3)), Segment.action(Tokens.of(6, 7), likelihoods)));
    RolloutGroup group = new RolloutGroup("t", List.of(new Rollout(good, 1), new Rollout(bad, 0)));
    return new HostRequest.LearnPolicy(
        id, pair, ActiveAdapters.POLICY, List.of(group), PolicyObjective.dapo(0, 0), ADAM, 2);
  }

  static HostRequest.LearnWorld learnWorld(String id, AdapterPairId pair) {
    Trajectory seen = new Trajectory(List.of(
        Segment.context(Tokens.of(1, 2, 3)), Segment.observation(Tokens.of(8, 9, 10))));
    return new HostRequest.LearnWorld(
        id,
        pair,
        ActiveAdapters.WORLD,
        List.of(seen),
        List.of(),
        List.of(),
        new WorldObjective(4, 3, 0, 0),
        ADAM,
        5);
  }
}
