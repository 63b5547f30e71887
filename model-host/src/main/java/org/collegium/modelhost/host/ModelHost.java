package org.collegium.modelhost.host;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostReply.Refused;
import org.collegium.modelhost.protocol.HostRequest;
import org.collegium.modelhost.telemetry.HostMeter;

/**
 * One base model on one device, the adapter pairs of all its agents, and the queue before them.
 *
 * <p>Not thread-safe: one thread opens it, submits, works and closes it; it owns every native array.
 *
 * <h2>Order</h2>
 *
 * <p>Requests of one pair that change it wait for all earlier ones of that pair, and later ones wait for them ({@link
 * PairLanes}). Beyond that any order may be taken, because an answer depends on nothing but the request and its pair.
 *
 * <h2>Schedule</h2>
 *
 * <p>{@link #work()} does one quantum: opens or derives a pair, or hands it to the thread that saves ({@link Saver}) or
 * reads it ({@link Loader}); reads the prompts of all that wait for a place in the running batch; draws one token for
 * every row of it; scores one batch; or takes one joint inner step of learning. Sequences join and leave the running
 * batch, and learners the joint steps, between quanta. Answering and learning get equal shares of the time ({@link
 * WorkShare}), so neither a flood of prompts nor a long lesson starves the other. Whoever calls should submit all that
 * has come before each quantum: the more there is to choose from, the fuller the batches.
 */
public final class ModelHost implements AutoCloseable {
  /** What comes while a host waits for nothing but its store waits so long at most. */
  private static final Duration LOADING_PATIENCE = Duration.ofMillis(10);

  private final HostEngine engine;
  private final ModelHostSettings.Limits limits;
  private final LongSupplier clockNs;
  private final RequestCheck requestCheck;
  private final PairCheck pairCheck;
  private final RequestQueue queue;
  private final WorkShare share = new WorkShare();
  private final Counters counters;
  private final Administration administration;
  private boolean scoresNext;
  private boolean closed;

  ModelHost(HostEngine engine, ModelHostSettings.Limits limits, LongSupplier clockNs, HostMeter meter) {
    this.engine = engine;
    this.limits = limits;
    this.clockNs = clockNs;
    this.requestCheck = new RequestCheck(engine.limits());
    this.pairCheck = new PairCheck(engine, limits.pairsMax());
    this.counters = new Counters(meter);
    this.queue = new RequestQueue(limits.queueMax(), counters);
    this.administration =
        new Administration(
            engine,
            limits.queueMax(),
            new Administration.Office(
                this::isServable,
                queue::release,
                this::finish,
                (ticket, reply) -> ticket.answer(counters.count(reply))),
            meter);
  }

  /**
   * Reads the base and puts it on the device.
   *
   * @throws RuntimeException with one line that names the place, when the base, the device or the settings do not fit
   */
  public static ModelHost open(ModelHostSettings settings) {
    return new ModelHost(NativeEngine.open(settings), settings.limits(), System::nanoTime, settings.meter());
  }

  /**
   * Takes a request. The answer comes once, from within this call (a refusal), from within a later call of {@link
   * #work()} or {@link #close()}, or, to {@link HostRequest.Save}, from another thread before {@link #close()}
   * returns. A request that is asked again while it waits is served once and answered to both.
   */
  public void submit(HostRequest request, Consumer<HostReply> answer) {
    Optional<String> complaint = requestCheck.complaint(request);
    if (closed) {
      turnAway(request, answer, Refused.Reason.PAIR_LOST, "the model host is closed");
    } else if (complaint.isPresent()) {
      turnAway(request, answer, Refused.Reason.INVALID, complaint.get());
    } else {
      RequestQueue.Outcome outcome = queue.offer(request, answer);
      if (outcome == RequestQueue.Outcome.FULL) {
        String detail =
            "the queue holds " + queue.size() + " requests, at most " + limits.queueMax() + "; ask again later";
        turnAway(request, answer, Refused.Reason.QUEUE_FULL, detail);
      } else if (outcome == RequestQueue.Outcome.ID_TAKEN) {
        turnAway(request, answer, Refused.Reason.INVALID, "another request of this id waits for its answer");
      }
    }
  }

  private void turnAway(HostRequest request, Consumer<HostReply> answer, Refused.Reason reason, String detail) {
    answer.accept(counters.count(new Refused(request.requestId(), reason, detail)));
  }

  /** Does one quantum of work, or waits a little for what is loaded; false when there was nothing to do. */
  public boolean work() {
    if (administration.work(queue)) {
      return true;
    }
    boolean answers = !queue.generating().isEmpty() || !queue.scoring().isEmpty() || engine.rowsActive() > 0;
    boolean learns = !queue.learning().isEmpty() || engine.lessons() > 0;
    Optional<WorkShare.Side> side = share.next(answers, learns);
    if (side.isEmpty()) {
      return administration.await(LOADING_PATIENCE);
    }
    long beganNs = clockNs.getAsLong();
    if (side.get() == WorkShare.Side.ANSWERING) {
      answerSome();
    } else {
      learn();
    }
    share.charge(side.get(), clockNs.getAsLong() - beganNs);
    return true;
  }

  /** Whether no request is waiting or being worked on, beside pairs that are being written to the adapter store. */
  public boolean isIdle() {
    return queue.size() == 0;
  }

  /** What the host has done and holds. */
  public HostFigures figures() {
    Saver saver = administration.saver();
    return counters.figures(queue.size() + saver.waiting(), engine.rowsActive(), engine.pairs(), saver);
  }

  /** Answers what is left with {@link Refused.Reason#PAIR_LOST}, writes what is to be saved, and frees the device. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      for (Ticket ticket : queue.all()) {
        refuse(ticket, Refused.Reason.PAIR_LOST, "the model host was closed before this was served");
      }
      administration.close();
      engine.close();
    }
  }

  private void answerSome() {
    if (!queue.generating().isEmpty() && engine.rowsFree() > 0) {
      admit();
    } else if (engine.rowsActive() > 0 && !(scoresNext && !queue.scoring().isEmpty())) {
      scoresNext = true;
      decode();
    } else {
      scoresNext = false;
      score();
    }
  }

  private void admit() {
    List<Ticket> batch = servable(queue.generating(), engine.rowsFree());
    if (batch.isEmpty()) {
      return;
    }
    try {
      engine.admit(batch);
    } catch (RuntimeException e) {
      fail(batch, e);
      return;
    }
    batch.forEach(ticket -> counters.read(((HostRequest.Generate) ticket.request()).prompt().length()));
  }

  private void decode() {
    List<HostEngine.Finished> finished;
    try {
      counters.decoded(engine.rowsActive());
      finished = engine.step();
    } catch (RuntimeException e) {
      fail(engine.abandon(), e);
      return;
    }
    finished.forEach(this::finish);
  }

  private void score() {
    List<Ticket> batch = servable(queue.scoring(), limits.rowsMax());
    if (batch.isEmpty()) {
      return;
    }
    List<HostRequest.Score> requests =
        batch.stream().map(ticket -> (HostRequest.Score) ticket.request()).toList();
    List<HostReply> replies;
    try {
      replies = engine.score(requests);
    } catch (RuntimeException e) {
      fail(batch, e);
      return;
    }
    counters.scored();
    for (int at = 0; at < batch.size(); at++) {
      counters.read(requests.get(at).tokens().length());
      finish(batch.get(at), replies.get(at));
    }
  }

  private void learn() {
    for (Ticket ticket : servable(queue.learning(), limits.learnersMax() - engine.lessons())) {
      try {
        engine.teach(ticket);
      } catch (RuntimeException e) {
        fail(List.of(ticket), e);
      }
    }
    if (engine.lessons() > 0) {
      counters.learned(engine.lessons());
      engine.learn().forEach(this::finish);
    }
  }

  /** Takes up to so many requests whose pair is there. */
  private List<Ticket> servable(ArrayDeque<Ticket> ready, int max) {
    List<Ticket> batch = new ArrayList<>();
    while (batch.size() < max && !ready.isEmpty()) {
      Ticket ticket = ready.remove();
      if (isServable(ticket)) {
        batch.add(ticket);
      }
    }
    return batch;
  }

  private boolean isServable(Ticket ticket) {
    Optional<Refused> refusal = pairCheck.refusal(ticket.request());
    refusal.ifPresent(refused -> finish(ticket, refused));
    return refusal.isEmpty();
  }

  private void finish(HostEngine.Finished finished) {
    finish(finished.ticket(), finished.reply());
  }

  private void finish(Ticket ticket, HostReply reply) {
    queue.answer(ticket, counters.count(reply));
  }

  private void fail(List<Ticket> tickets, RuntimeException cause) {
    tickets.forEach(ticket -> refuse(ticket, Refused.Reason.FAILED, HostEngine.describe(cause)));
  }

  private void refuse(Ticket ticket, Refused.Reason reason, String detail) {
    finish(ticket, Refusals.of(ticket, reason, detail));
  }
}
