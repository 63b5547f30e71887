package org.collegium.modelhost.learning;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import org.collegium.modelhost.adapter.Adapter;
import org.collegium.modelhost.adapter.AdapterPair;
import org.collegium.modelhost.model.Decoder;
import org.collegium.modelhost.model.FusedWeights;
import org.collegium.modelhost.protocol.ActiveAdapters;
import org.collegium.modelhost.protocol.AdapterKind;
import org.collegium.modelhost.protocol.HostRequest.LearnPolicy;
import org.collegium.modelhost.protocol.HostRequest.LearnWorld;
import org.collegium.modelhost.protocol.OptimizerSettings;

/**
 * Carries learning requests of many adapters through their inner steps, jointly where their padded shapes are equal.
 *
 * <h2>Bits</h2>
 *
 * What becomes of an adapter depends on its own request alone: its rows are padded to a shape that the request fixes,
 * the base's weights get no gradient, every sum over rows is a product inside the adapter's own share, and loss, clip
 * and optimizer are computed in Java for each adapter by itself (RECIPES.md, section 5). So requests may join and leave
 * between inner steps.
 *
 * <p>Used by one thread, the one that owns the native arrays.
 */
public final class Learner {
  /** Tokens of one native pass. Larger passes are no faster: activations leave the processor's caches. */
  private static final int TOKENS_PER_PASS = 2048;

  private final JointPass pass;
  private final FrozenBase base;
  private final int vocabulary;
  private final List<RunningLesson> running = new ArrayList<>();

  /**
   * A learner without requests.
   *
   * @param manager owner of the arrays of a pass, each of which has a sub-manager
   */
  public Learner(Decoder decoder, FusedWeights weights, NDManager manager) {
    this.pass = new JointPass(decoder, weights, manager);
    this.base = new DecoderBase(decoder, weights, manager);
    this.vocabulary = weights.configuration().vocabulary();
  }

  /** Takes a request; a request that follows on the same pair must wait for its result. */
  public void add(LearnPolicy request, AdapterPair pair) {
    PolicyLesson lesson = PolicyLesson.of(request, base);
    add(request.requestId(), AdapterKind.POLICY, lesson, pair, request.active(), request.optimizer());
  }

  /** Takes a request; a request that follows on the same pair must wait for its result. */
  public void add(LearnWorld request, AdapterPair pair) {
    WorldLesson lesson = WorldLesson.of(request, base, vocabulary);
    add(request.requestId(), AdapterKind.WORLD, lesson, pair, request.active(), request.optimizer());
  }

  private void add(
      String requestId,
      AdapterKind kind,
      Lesson lesson,
      AdapterPair pair,
      ActiveAdapters active,
      OptimizerSettings optimizer) {
    Adapter moving = pair.of(kind);
    List<Adapter> taking = pair.active(active);
    if (taking.stream().noneMatch(adapter -> adapter == moving)) {
      throw new IllegalArgumentException("the " + kind + " adapter cannot learn while " + active + " is active");
    }
    List<Adapter> resting = taking.stream().filter(adapter -> adapter != moving).toList();
    running.add(new RunningLesson(requestId, kind, lesson, moving, resting, optimizer));
  }

  /** How many requests are not answered yet. */
  public int running() {
    return running.size();
  }

  /** How many requests the next {@link #step} moves. */
  public int joined() {
    return running.isEmpty() ? 0 : together().size();
  }

  /**
   * Takes one inner step of the oldest request, and of those beside it that fit into the same pass.
   *
   * @return the results of the requests that have ended, in the order in which they were added; often none
   */
  public List<LearnResult> step() {
    List<LearnResult> results = new ArrayList<>();
    for (RunningLesson lesson : List.copyOf(running)) {
      if (lesson.hasEnded()) {
        finish(lesson, results);
      }
    }
    if (!running.isEmpty()) {
      step(together(), results);
    }
    return results;
  }

  /** Takes inner steps until every request is answered; results in the order in which they ended. */
  public List<LearnResult> finish() {
    List<LearnResult> results = new ArrayList<>();
    while (!running.isEmpty()) {
      results.addAll(step());
    }
    return results;
  }

  private List<RunningLesson> together() {
    LessonForm form = running.getFirst().form();
    int most = Math.max(1, TOKENS_PER_PASS / form.shape().tokens());
    return running.stream().filter(lesson -> lesson.form().equals(form)).limit(most).toList();
  }

  private void step(List<RunningLesson> lessons, List<LearnResult> results) {
    List<List<PassShare>> shares = lessons.stream().map(RunningLesson::nextShares).toList();
    List<List<PassOutcome>> outcomes = new ArrayList<>();
    lessons.forEach(_ -> outcomes.add(new ArrayList<>()));
    try {
      LessonForm form = lessons.getFirst().form();
      for (int index = 0; index < form.passes(); index++) {
        int number = index;
        List<PassOutcome> next = pass.run(form, shares.stream().map(own -> own.get(number)).toList());
        for (int i = 0; i < next.size(); i++) {
          outcomes.get(i).add(next.get(i));
        }
      }
    } catch (RuntimeException failure) {
      lessons.forEach(lesson -> fail(lesson, failure, results));
      return;
    }
    for (int i = 0; i < lessons.size(); i++) {
      take(lessons.get(i), outcomes.get(i), results);
    }
  }

  private void take(RunningLesson lesson, List<PassOutcome> outcomes, List<LearnResult> results) {
    try {
      lesson.take(outcomes);
    } catch (ArithmeticException failure) {
      fail(lesson, failure, results);
      return;
    }
    if (lesson.hasEnded()) {
      finish(lesson, results);
    }
  }

  private void finish(RunningLesson lesson, List<LearnResult> results) {
    running.remove(lesson);
    try {
      results.add(lesson.result());
    } catch (IllegalArgumentException diverged) {
      results.add(lesson.failed(diverged));
    }
  }

  private void fail(RunningLesson lesson, RuntimeException failure, List<LearnResult> results) {
    running.remove(lesson);
    results.add(lesson.failed(failure));
  }
}
