package org.collegium.modelhost.learning;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.collegium.modelhost.protocol.HostRequest.LearnWorld;
import org.collegium.modelhost.protocol.Trajectory;
import org.collegium.modelhost.protocol.WorldObjective;

/**
 * Learning to predict observations: every inner step sees the newest observations, earlier ones drawn anew, and all
 * anchors. Lists are in the order in which things were observed, so the newest stand last.
 */
final class WorldLesson implements Lesson {
  private final WorldObjective objective;
  private final List<LearnRow> fresh;
  private final List<LearnRow> replay;
  private final List<LearnRow> anchors;
  private final List<float[]> anchorDistributions;
  private final int vocabulary;
  private final long seed;

  private WorldLesson(
      LearnWorld request,
      List<LearnRow> fresh,
      List<LearnRow> replay,
      List<LearnRow> anchors,
      List<float[]> anchorDistributions,
      int vocabulary) {
    this.objective = request.objective();
    this.fresh = fresh;
    this.replay = replay;
    this.anchors = anchors;
    this.anchorDistributions = anchorDistributions;
    this.vocabulary = vocabulary;
    this.seed = request.seed();
  }

  static WorldLesson of(LearnWorld request, FrozenBase base, int vocabulary) {
    List<LearnRow> fresh = counted(request.fresh());
    int kept = Math.min(fresh.size(), request.objective().rowsPerStep());
    List<LearnRow> anchors = request.objective().anchorWeight() == 0 ? List.of() : counted(request.anchors());
    return new WorldLesson(
        request,
        fresh.subList(fresh.size() - kept, fresh.size()),
        counted(request.replay()),
        anchors,
        anchors.isEmpty() ? List.of() : base.distributions(anchors),
        vocabulary);
  }

  private static List<LearnRow> counted(List<Trajectory> trajectories) {
    return trajectories.stream().map(LearnRow::ofObservations).filter(row -> row.counted() > 0).toList();
  }

  @Override
  public int stepsMax() {
    return fresh.isEmpty() && replay.isEmpty() ? 0 : objective.innerSteps();
  }

  @Override
  public List<LearnRow> allRows() {
    List<LearnRow> all = new ArrayList<>(fresh);
    all.addAll(replay);
    all.addAll(anchors);
    return all;
  }

  @Override
  public int rowsPerStep() {
    return observationsPerStep() + anchors.size();
  }

  private int observationsPerStep() {
    return Math.min(objective.rowsPerStep(), fresh.size() + replay.size());
  }

  @Override
  public LessonStep step(int index) {
    List<LearnRow> rows = new ArrayList<>(fresh);
    for (int drawn : drawn(replay.size(), observationsPerStep() - fresh.size(), seed, index)) {
      rows.add(replay.get(drawn));
    }
    int observations = rows.size();
    rows.addAll(anchors);
    double tokens = rows.subList(0, observations).stream().mapToInt(LearnRow::counted).sum();
    double anchorTokens = rows.subList(observations, rows.size()).stream().mapToInt(LearnRow::counted).sum();
    return new LessonStep() {
      @Override
      public List<LearnRow> rows() {
        return rows;
      }

      @Override
      public float[] distribution(int row) {
        return row < observations ? new float[0] : anchorDistributions.get(row - observations);
      }

      @Override
      public TokenPull pull(int row, int place, double logProbability, double entropy) {
        if (row < observations) {
          return new TokenPull(-logProbability / tokens, -1 / tokens, 0, false);
        }
        // KL(base, adapted) = sum p ln p - sum p ln q; only the second sum moves.
        double weight = objective.anchorWeight() / anchorTokens;
        double own = negativeEntropy(anchorDistributions.get(row - observations), place);
        return new TokenPull(weight * (own - logProbability), -weight, 0, false);
      }
    };
  }

  private double negativeEntropy(float[] distributions, int place) {
    double sum = 0;
    for (int i = place * vocabulary; i < (place + 1) * vocabulary; i++) {
      sum += distributions[i] > 0 ? distributions[i] * Math.log(distributions[i]) : 0;
    }
    return sum;
  }

  /** So many different numbers below {@code size}, ascending, from the request's own stream for this step. */
  static int[] drawn(int size, int count, long seed, int step) {
    int[] pool = IntStream.range(0, size).toArray();
    // The step is hashed first: streams of neighbouring seeds would be shifted copies of each other.
    SplittableRandom random = new SplittableRandom(seed ^ new SplittableRandom(step).nextLong());
    for (int i = 0; i < count; i++) {
      int other = i + random.nextInt(size - i);
      int swapped = pool[i];
      pool[i] = pool[other];
      pool[other] = swapped;
    }
    return IntStream.of(pool).limit(count).sorted().toArray();
  }

  @Override
  public boolean isEnough(StepFigures figures) {
    return figures.loss() < objective.stopLoss();
  }
}
