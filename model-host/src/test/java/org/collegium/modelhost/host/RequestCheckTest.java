package org.collegium.modelhost.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.collegium.modelhost.protocol.ActiveAdapters;
import org.collegium.modelhost.protocol.AdapterPairId;
import org.collegium.modelhost.protocol.AdapterShape;
import org.collegium.modelhost.protocol.AdapterStamp;
import org.collegium.modelhost.protocol.HostRequest;
import org.collegium.modelhost.protocol.OptimizerSettings;
import org.collegium.modelhost.protocol.PolicyObjective;
import org.collegium.modelhost.protocol.Rollout;
import org.collegium.modelhost.protocol.RolloutGroup;
import org.collegium.modelhost.protocol.Sampling;
import org.collegium.modelhost.protocol.Segment;
import org.collegium.modelhost.protocol.Tokens;
import org.collegium.modelhost.protocol.Trajectory;
import org.collegium.modelhost.protocol.WorldObjective;
import org.junit.jupiter.api.Test;

class RequestCheckTest {
  private static final AdapterPairId A = new AdapterPairId("a");
  private static final AdapterStamp STAMP = new AdapterStamp(0, "abc");
  private static final Trajectory SEEN = new Trajectory(List.of(Segment.observation(Tokens.of(1, 2))));
  private static final Trajectory FOREIGN = new Trajectory(List.of(Segment.observation(Tokens.of(1, 100))));

  private final RequestCheck check = new RequestCheck(new RequestCheck.Limits(100, 64, 32));

  private String complaint(HostRequest request) {
    return check.complaint(request).orElse("none");
  }

  private static HostRequest generate(Tokens prompt, double temperature, double topP, int max, List<Integer> stops) {
    return new HostRequest.Generate(
        "g", A, ActiveAdapters.NONE, prompt, new Sampling(temperature, topP, max, stops, 0));
  }

  private static HostRequest learnPolicy(ActiveAdapters active, Trajectory rollout, double reward, int steps) {
    RolloutGroup group = new RolloutGroup("t", List.of(new Rollout(SEEN, 0), new Rollout(rollout, reward)));
    return new HostRequest.LearnPolicy(
        "p", A, active, List.of(group), PolicyObjective.grpo(), Requests.ADAM, steps);
  }

  private static HostRequest learnWorld(List<Trajectory> fresh, List<Trajectory> anchors, WorldObjective objective) {
    return new HostRequest.LearnWorld(
        "w", A, ActiveAdapters.WORLD, fresh, List.of(), anchors, objective, Requests.ADAM, 0);
  }

  @Test
  void requestsThatCanBeServedPass() {
    List<HostRequest> fine = List.of(
        Requests.open("o", A),
        generate(Tokens.of(0, 99), 0, 1, 62, List.of(99)),
        Requests.score("s", A, 1, 2),
        Requests.learnPolicy("p", A),
        Requests.learnWorld("w", A),
        new HostRequest.Derive("d", A, List.of(A), 0, 1),
        new HostRequest.Save("v", A),
        new HostRequest.Load("l", A, STAMP, STAMP));
    assertThat(fine).allSatisfy(request -> assertThat(complaint(request)).isEqualTo("none"));
  }

  @Test
  void generationsThatCannotBeServedNameTheirPlace() {
    Tokens prompt = Tokens.of(1, 2);
    assertThat(complaint(generate(Tokens.empty(), 1, 1, 1, List.of()))).isEqualTo("prompt is empty");
    assertThat(complaint(generate(Tokens.of(1, -2), 1, 1, 1, List.of())))
        .isEqualTo("prompt[1] is token -2, outside the vocabulary of 100");
    assertThat(complaint(generate(prompt, 1, 1, 63, List.of())))
        .isEqualTo("prompt of 2 tokens and 63 to generate do not fit into 64 positions");
    assertThat(complaint(generate(prompt, 1, 1, Integer.MAX_VALUE, List.of()))).contains("do not fit");
    assertThat(complaint(generate(prompt, 1, 1, 0, List.of())))
        .isEqualTo("sampling.tokensMax must be at least 1, was 0");
    assertThat(complaint(generate(prompt, Double.NaN, 1, 1, List.of())))
        .isEqualTo("sampling.temperature must be at least 0, was NaN");
    assertThat(complaint(generate(prompt, 1, 0, 1, List.of())))
        .isEqualTo("sampling.topP must be above 0 and at most 1, was 0.0");
    assertThat(complaint(generate(prompt, 1, 1, 1, List.of(3, 100))))
        .isEqualTo("sampling.stopTokens[1] is token 100, outside the vocabulary of 100");
  }

  @Test
  void lessonsThatCannotBeServedNameTheirPlace() {
    assertThat(complaint(learnPolicy(ActiveAdapters.WORLD, SEEN, 1, 1)))
        .isEqualTo("active must be POLICY or BOTH, was WORLD");
    assertThat(complaint(learnPolicy(ActiveAdapters.BOTH, FOREIGN, 1, 1)))
        .isEqualTo("groups[0].rollouts[1][1] is token 100, outside the vocabulary of 100");
    assertThat(complaint(learnPolicy(ActiveAdapters.BOTH, SEEN, Double.NaN, 1)))
        .isEqualTo("groups[0].rollouts[1].reward is NaN");
    assertThat(complaint(learnPolicy(ActiveAdapters.BOTH, SEEN, 1, 0)))
        .isEqualTo("innerSteps must be between 1 and 10000, was 0");
    WorldObjective objective = new WorldObjective(1, 1, 0, 0);
    assertThat(complaint(learnWorld(List.of(), List.of(), objective))).isEqualTo("fresh is empty");
    assertThat(complaint(learnWorld(List.of(SEEN), List.of(SEEN, FOREIGN), objective)))
        .isEqualTo("anchors[1][1] is token 100, outside the vocabulary of 100");
    assertThat(complaint(learnWorld(List.of(SEEN), List.of(), new WorldObjective(0, 1, 0, 0))))
        .isEqualTo("objective.rowsPerStep must be at least 1, was 0");
    assertThat(complaint(learnWorld(List.of(SEEN), List.of(), new WorldObjective(1, 1, 0, -1))))
        .isEqualTo("objective.anchorWeight must be at least 0, was -1.0");
    OptimizerSettings optimizer = new OptimizerSettings(1e-3, 1, 0.99, 1e-8, 0, 1);
    assertThat(complaint(new HostRequest.LearnWorld(
            "w", A, ActiveAdapters.WORLD, List.of(SEEN), List.of(), List.of(), objective, optimizer, 0)))
        .isEqualTo("optimizer.beta1 must be at least 0 and below 1, was 1.0");
  }

  @Test
  void whatConcernsPairsNamesItsPlaceToo() {
    assertThat(complaint(new HostRequest.Open("o", A, new AdapterShape(1, 33, 2), 0)))
        .isEqualTo("shape.worldRank must be between 1 and 32, was 33");
    assertThat(complaint(new HostRequest.Open("o", A, new AdapterShape(1, 1, 0), 0)))
        .isEqualTo("shape.scale must be above 0, was 0.0");
    assertThat(complaint(new HostRequest.Derive("d", A, List.of(), 0, 0))).isEqualTo("sources is empty");
    assertThat(complaint(new HostRequest.Derive("d", A, List.of(A), -1, 0)))
        .isEqualTo("mutation must be at least 0, was -1.0");
    assertThat(complaint(new HostRequest.Load("l", A, STAMP, AdapterStamp.NONE)))
        .isEqualTo("world is the stamp of an adapter that nobody has opened");
    assertThat(complaint(Requests.score("s", A, 1))).isEqualTo("from must be between 1 and 0, was 1");
    assertThat(complaint(new HostRequest.Score("s", A, ActiveAdapters.NONE, Tokens.of(new int[65]), 1)))
        .isEqualTo("tokens of 65 tokens does not fit into 64 positions");
  }
}
