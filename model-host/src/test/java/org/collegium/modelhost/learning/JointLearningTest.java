package org.collegium.modelhost.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.collegium.modelhost.adapter.AdapterPair;
import org.collegium.modelhost.model.Decoder;
import org.collegium.modelhost.model.DecoderWeights;
import org.collegium.modelhost.model.FusedWeights;
import org.collegium.modelhost.model.ModelConfiguration;
import org.collegium.modelhost.model.NativeRuntime;
import org.collegium.modelhost.protocol.ActiveAdapters;
import org.collegium.modelhost.protocol.AdapterKind;
import org.collegium.modelhost.protocol.AdapterPairId;
import org.collegium.modelhost.protocol.HostRequest.LearnPolicy;
import org.collegium.modelhost.protocol.HostRequest.LearnWorld;
import org.collegium.modelhost.protocol.OptimizerSettings;
import org.collegium.modelhost.protocol.PolicyObjective;
import org.collegium.modelhost.protocol.Rollout;
import org.collegium.modelhost.protocol.RolloutGroup;
import org.collegium.modelhost.protocol.WorldObjective;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JointLearningTest {
  private static final int VOCABULARY = 61;
  private static final ModelConfiguration SMALL =
      new ModelConfiguration(VOCABULARY, 64, 96, 2, 2, 2, 32, 64, 10_000, 1e-5, true, true);
  private static final WorldObjective WORLD = new WorldObjective(6, 3, 0, 0.1);
  private static final PolicyObjective DAPO = PolicyObjective.dapo(0, 0);

  private NDManager manager;
  private Decoder decoder;
  private FusedWeights weights;

  @BeforeEach
  void open() {
    manager = NativeRuntime.open("cpu");
    NativeRuntime.setThreads(1);
    decoder = new Decoder(SMALL, 64, manager);
    weights = DecoderWeights.random(SMALL, 11, manager).fused(manager);
  }

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void learningTogetherGivesTheSameBitsAsLearningAlone() {
    List<LearnResult.Moved> alone = new ArrayList<>();
    for (int seed = 0; seed < 16; seed++) {
      alone.add(moved(together(List.of(seed))).getFirst());
    }
    assertThat(alone.stream().map(moved -> moved.adapter().stamp().hash()).distinct()).hasSize(16);
    for (int count : new int[] {2, 3, 5, 16}) {
      for (int first : new int[] {0, 7}) {
        List<Integer> seeds = new ArrayList<>();
        for (int i = 0; i < count; i++) {
          seeds.add((first + i * 3) % 16);
        }
        assertSame(alone, together(seeds.stream().distinct().toList()), seeds);
      }
    }
  }

  private void assertSame(List<LearnResult.Moved> alone, List<LearnResult> joint, List<Integer> seeds) {
    for (LearnResult.Moved moved : moved(joint)) {
      int seed = Integer.parseInt(moved.requestId().substring("world-".length()));
      assertThat(moved.adapter().stamp()).as("seed %d among %s", seed, seeds).isEqualTo(
          alone.get(seed).adapter().stamp());
      assertThat(moved.figures()).isEqualTo(alone.get(seed).figures());
    }
  }

  private List<LearnResult> together(List<Integer> seeds) {
    Learner learner = learner();
    seeds.forEach(seed -> learner.add(world(seed, WORLD), pair(seed)));
    return learner.finish();
  }

  @Test
  void policiesLearningTogetherGetTheSameBitsAsAlone() {
    PolicyObjective objective = new PolicyObjective(0.2, 0.28, DAPO.aggregation(), true, 0, 0, 0.1, 0.01);
    TreeMap<String, String> alone = new TreeMap<>();
    for (int seed = 0; seed < 5; seed++) {
      Learner learner = learner();
      learner.add(policy(seed, objective), pair(seed));
      moved(learner.finish()).forEach(moved -> alone.put(moved.requestId(), moved.adapter().stamp().hash()));
    }
    Learner learner = learner();
    for (int seed = 4; seed >= 0; seed--) {
      learner.add(policy(seed, objective), pair(seed));
    }
    TreeMap<String, String> joint = new TreeMap<>();
    moved(learner.finish()).forEach(moved -> joint.put(moved.requestId(), moved.adapter().stamp().hash()));
    assertThat(joint).isEqualTo(alone).hasSize(5);
  }

  @Test
  void whoJoinsOrLeavesBetweenStepsDoesNotChangeTheOthers() {
    LearnResult.Moved alone = moved(together(List.of(1))).getFirst();
    Learner learner = learner();
    learner.add(world(1, WORLD), pair(1));
    List<LearnResult> results = new ArrayList<>(learner.step());
    learner.add(world(2, new WorldObjective(6, 1, 0, 0.1)), pair(2));
    learner.add(policy(3, DAPO), pair(3));
    results.addAll(learner.finish());
    LearnResult.Moved joint =
        moved(results).stream().filter(moved -> moved.requestId().equals("world-1")).findFirst().orElseThrow();
    assertThat(joint.adapter().stamp()).isEqualTo(alone.adapter().stamp());
    assertThat(results).hasSize(3);
  }

  @Test
  void onlyTheAdapterOfTheRequestMoves() {
    for (ActiveAdapters active : List.of(ActiveAdapters.WORLD, ActiveAdapters.BOTH)) {
      AdapterPair before = pair(1);
      String policy = before.policy().stamp().hash();
      Learner learner = learner();
      learner.add(RandomLessons.world(VOCABULARY, 1, active, WORLD, RandomLessons.ADAMW), before);
      LearnResult.Moved moved = moved(learner.finish()).getFirst();
      assertThat(moved.kind()).isEqualTo(AdapterKind.WORLD);
      AdapterPair after = before.with(AdapterKind.WORLD, moved.adapter());
      assertThat(after.policy().stamp().hash()).isEqualTo(policy);
      assertThat(after.policy().firstMoments()).containsOnly(0);
      assertThat(after.world().stamp().hash()).isNotEqualTo(before.world().stamp().hash());
      assertThat(after.world().firstMoments()).isNotEqualTo(before.world().firstMoments());
      assertThat(before.world().weights()).as("the original stays").containsExactly(pair(1).world().weights());
    }
  }

  @Test
  void whatBothAdaptersDoTogetherDiffersFromWhatOneDoes() {
    Learner learner = learner();
    learner.add(RandomLessons.policy(VOCABULARY, 1, ActiveAdapters.POLICY, DAPO, 1), pair(1));
    learner.add(RandomLessons.policy(VOCABULARY, 1, ActiveAdapters.BOTH, DAPO, 1), pair(1));
    List<LearnResult.Moved> moved = moved(learner.finish());
    assertThat(moved.get(0).figures().loss()).isNotEqualTo(moved.get(1).figures().loss());
  }

  @Test
  void anAdapterCannotLearnWhereItTakesNoPart() {
    LearnWorld request = RandomLessons.world(VOCABULARY, 1, ActiveAdapters.POLICY, WORLD, RandomLessons.ADAMW);
    assertThatThrownBy(() -> learner().add(request, pair(1))).hasMessageContaining("cannot learn");
  }

  @Test
  void aSmallEnoughLossEndsALessonWithoutDisturbingOthers() {
    LearnResult.Moved alone = moved(together(List.of(1))).getFirst();
    Learner learner = learner();
    learner.add(world(2, new WorldObjective(6, 3, 1e6, 0.1)), pair(2));
    learner.add(world(1, WORLD), pair(1));
    List<LearnResult.Moved> moved = moved(learner.finish());
    assertThat(moved.getFirst().figures().steps()).isZero();
    assertThat(moved.getFirst().adapter().stamp()).isEqualTo(pair(2).world().stamp());
    assertThat(moved.get(1).adapter().stamp()).isEqualTo(alone.adapter().stamp());
    assertThat(moved.get(1).figures()).isEqualTo(alone.figures());
  }

  @Test
  void aWorldIsLearnedByHeart() {
    Learner learner = learner();
    OptimizerSettings fast = new OptimizerSettings(3e-2, 0.9, 0.99, 1e-8, 0, 1.0);
    // Adapters cannot move the random head, whose short rows keep the loss above 2.9.
    WorldObjective objective = new WorldObjective(3, 60, 3.1, 0);
    learner.add(RandomLessons.world(VOCABULARY, 1, ActiveAdapters.WORLD, objective, fast), pair(1));
    LearnResult.Moved moved = moved(learner.finish()).getFirst();
    assertThat(moved.figures().firstLoss()).isGreaterThan(4);
    assertThat(moved.figures().loss()).isLessThan(3.1);
    assertThat(moved.figures().steps()).isLessThan(60);
  }

  @Test
  void aLessonLeavesNoNativeArrayBehind() {
    moved(together(List.of(1, 2)));
    int before = manager.getManagedArrays().size();
    moved(together(List.of(3, 4)));
    assertThat(manager.getManagedArrays()).hasSize(before);
  }

  @Test
  void flatGroupsTeachNothing() {
    LearnPolicy request = policy(1, DAPO);
    List<RolloutGroup> flat =
        request.groups().stream()
            .map(group -> new RolloutGroup(
                group.task(), group.rollouts().stream().map(r -> new Rollout(r.trajectory(), 1)).toList()))
            .toList();
    LearnPolicy flatRequest =
        new LearnPolicy("flat", new AdapterPairId("p"), request.active(), flat, DAPO, request.optimizer(), 2);
    Learner learner = learner();
    learner.add(flatRequest, pair(1));
    LearnResult.Moved moved = moved(learner.finish()).getFirst();
    assertThat(moved.figures().steps()).isZero();
    assertThat(moved.figures().groups()).isEqualTo(2);
    assertThat(moved.figures().flatGroups()).isEqualTo(2);
    assertThat(moved.adapter().stamp()).isEqualTo(pair(1).policy().stamp());
  }

  private Learner learner() {
    return new Learner(decoder, weights, manager);
  }

  private static AdapterPair pair(int seed) {
    return RandomLessons.pair(SMALL, 4, 4, seed);
  }

  private static LearnWorld world(int seed, WorldObjective objective) {
    return RandomLessons.world(VOCABULARY, seed, ActiveAdapters.WORLD, objective, RandomLessons.ADAMW);
  }

  private static LearnPolicy policy(int seed, PolicyObjective objective) {
    return RandomLessons.policy(VOCABULARY, seed, ActiveAdapters.POLICY, objective, 2);
  }

  private static List<LearnResult.Moved> moved(List<LearnResult> results) {
    assertThat(results).allMatch(LearnResult.Moved.class::isInstance);
    return results.stream().map(LearnResult.Moved.class::cast).toList();
  }
}
