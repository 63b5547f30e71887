package org.collegium.modelhost.host;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostReply.Refused;
import org.collegium.modelhost.protocol.HostRequest;

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
 * <p>{@link #work()} does one quantum: opens, derives, saves or loads a pair; reads the prompts of all that wait for a
 * place in the running batch; draws one token for every row of it; scores one batch; or takes one joint inner step of
 * learning. Sequences join and leave the running batch between quanta. Answering and learning get equal shares of the
 * time ({@link WorkShare}), so neither a flood of prompts nor a long lesson starves the other. Whoever calls should
 * submit all that has come before each quantum: the more there is to choose from, the fuller the batches.
 */
public final class ModelHost implements AutoCloseable {
  private final HostEngine engine;
  private final ModelHostSettings.Limits limits;
  private final LongSupplier clockNs;
  private final RequestCheck requestCheck;
  private final PairCheck pairCheck;
  private final PairLanes lanes = new PairLanes(this::ready);
  private final WorkShare share = new WorkShare();
  private final Counters counters = new Counters();

  // Insertion order, so that what is left at the end is refused in the order in which it came.
  private final Set<Ticket> open = new LinkedHashSet<>();
  private final ArrayDeque<Ticket> administering = new ArrayDeque<>();
  private final ArrayDeque<Ticket> generating = new ArrayDeque<>();
  private final ArrayDeque<Ticket> scoring = new ArrayDeque<>();
  private final ArrayDeque<Ticket> learning = new ArrayDeque<>();
  private Optional<Lesson> lesson = Optional.empty();
  private boolean scoresNext;
  private boolean closed;

  /** Learners of the running session, and the session. */
  private record Lesson(List<Ticket> tickets, HostEngine.Session session) {}

  ModelHost(HostEngine engine, ModelHostSettings.Limits limits, LongSupplier clockNs) {
    this.engine = engine;
    this.limits = limits;
    this.clockNs = clockNs;
    this.requestCheck = new RequestCheck(engine.limits());
    this.pairCheck = new PairCheck(engine, limits.pairsMax());
  }

  /**
   * Takes a request. The answer comes once, from within this call (a refusal) or from within a later call of {@link
   * #work()} or {@link #close()}.
   */
  public void submit(HostRequest request, Consumer<HostReply> answer) {
    Optional<String> complaint = requestCheck.complaint(request);
    if (closed) {
      turnAway(request, answer, Refused.Reason.FAILED, "the model host is closed");
    } else if (complaint.isPresent()) {
      turnAway(request, answer, Refused.Reason.INVALID, complaint.get());
    } else if (open.size() >= limits.queueMax()) {
      String detail = "the queue holds " + open.size() + " requests, as many as it may; ask again later";
      turnAway(request, answer, Refused.Reason.QUEUE_FULL, detail);
    } else {
      Ticket ticket = new Ticket(request, answer);
      open.add(ticket);
      lanes.enter(ticket);
    }
  }

  private void turnAway(HostRequest request, Consumer<HostReply> answer, Refused.Reason reason, String detail) {
    counters.refused();
    answer.accept(new Refused(request.requestId(), reason, detail));
  }

  private void ready(Ticket ticket) {
    switch (ticket.request()) {
      case HostRequest.Generate _ -> generating.add(ticket);
      case HostRequest.Score _ -> scoring.add(ticket);
      case HostRequest.LearnPolicy _, HostRequest.LearnWorld _ -> learning.add(ticket);
      case HostRequest.Open _, HostRequest.Derive _, HostRequest.Save _, HostRequest.Load _ ->
          administering.add(ticket);
    }
  }

  /** Does one quantum of work; false when there was none to do. */
  public boolean work() {
    if (!administering.isEmpty()) {
      administer(administering.remove());
      return true;
    }
    boolean answers = !generating.isEmpty() || !scoring.isEmpty() || engine.rowsActive() > 0;
    boolean learns = !learning.isEmpty() || lesson.isPresent();
    Optional<WorkShare.Side> side = share.next(answers, learns);
    if (side.isEmpty()) {
      return false;
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

  /** Whether no request is waiting or being worked on. */
  public boolean isIdle() {
    return open.isEmpty();
  }

  /** What the host has done and holds. */
  public HostFigures figures() {
    return counters.figures(open.size(), engine.rowsActive(), engine.pairs());
  }

  /** Answers what is left with {@link Refused.Reason#FAILED} and frees the device. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    for (Ticket ticket : List.copyOf(open)) {
      refuse(ticket, Refused.Reason.FAILED, "the model host was closed before this was served");
    }
    lesson.ifPresent(running -> running.session().close());
    lesson = Optional.empty();
    engine.close();
  }

  private void administer(Ticket ticket) {
    Optional<String> missing = pairCheck.complaint(ticket.request());
    if (missing.isPresent()) {
      refuse(ticket, Refused.Reason.INVALID, missing.get());
      return;
    }
    try {
      finish(ticket, engine.administer(ticket.request()));
    } catch (RuntimeException e) {
      fail(List.of(ticket), e);
    }
  }

  private void answerSome() {
    if (!generating.isEmpty() && engine.rowsFree() > 0) {
      admit();
    } else if (engine.rowsActive() > 0 && !(scoresNext && !scoring.isEmpty())) {
      scoresNext = true;
      decode();
    } else {
      scoresNext = false;
      score();
    }
  }

  private void admit() {
    List<Ticket> batch = served(generating, engine.rowsFree());
    if (batch.isEmpty()) {
      return;
    }
    try {
      List<HostEngine.Finished> finished = engine.admit(batch);
      batch.forEach(ticket -> counters.read(((HostRequest.Generate) ticket.request()).prompt().length()));
      finished.forEach(this::finish);
    } catch (RuntimeException e) {
      fail(batch, e);
    }
  }

  private void decode() {
    try {
      counters.decoded(engine.rowsActive());
      engine.step().forEach(this::finish);
    } catch (RuntimeException e) {
      fail(engine.abandon(), e);
    }
  }

  private void score() {
    List<Ticket> batch = served(scoring, limits.rowsMax());
    if (batch.isEmpty()) {
      return;
    }
    List<HostRequest.Score> requests =
        batch.stream().map(ticket -> (HostRequest.Score) ticket.request()).toList();
    try {
      List<HostReply> replies = engine.score(requests);
      counters.scored();
      requests.forEach(request -> counters.read(request.tokens().length()));
      for (int at = 0; at < batch.size(); at++) {
        finish(batch.get(at), replies.get(at));
      }
    } catch (RuntimeException e) {
      fail(batch, e);
    }
  }

  private void learn() {
    if (lesson.isEmpty()) {
      lesson = begin();
    }
    lesson.ifPresent(running -> {
      try {
        int learners = running.session().learners();
        if (running.session().step()) {
          counters.learned(learners);
          return;
        }
        List<HostReply> replies = running.session().finish();
        end(running);
        for (int at = 0; at < replies.size(); at++) {
          finish(running.tickets().get(at), replies.get(at));
        }
      } catch (RuntimeException e) {
        end(running);
        fail(running.tickets(), e);
      }
    });
  }

  private void end(Lesson running) {
    lesson = Optional.empty();
    running.session().close();
  }

  /** Takes the longest waiting learner and, in their order, all that may join it. */
  private Optional<Lesson> begin() {
    List<Ticket> batch = new ArrayList<>();
    Set<Ticket> taken = new HashSet<>();
    for (Ticket ticket : List.copyOf(learning)) {
      Optional<String> missing = pairCheck.complaint(ticket.request());
      if (missing.isPresent()) {
        learning.remove(ticket);
        refuse(ticket, Refused.Reason.INVALID, missing.get());
      } else if (batch.size() < limits.learnersMax()
          && (batch.isEmpty() || engine.joins(batch.getFirst().request(), ticket.request()))) {
        batch.add(ticket);
        taken.add(ticket);
      }
    }
    learning.removeIf(taken::contains);
    if (batch.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Lesson(batch, engine.learn(batch.stream().map(Ticket::request).toList())));
    } catch (RuntimeException e) {
      fail(batch, e);
      return Optional.empty();
    }
  }

  /** Takes up to so many tickets from a queue, and refuses those whose pair is not there. */
  private List<Ticket> served(ArrayDeque<Ticket> queue, int max) {
    List<Ticket> batch = new ArrayList<>();
    while (batch.size() < max && !queue.isEmpty()) {
      Ticket ticket = queue.remove();
      Optional<String> missing = pairCheck.complaint(ticket.request());
      if (missing.isPresent()) {
        refuse(ticket, Refused.Reason.INVALID, missing.get());
      } else {
        batch.add(ticket);
      }
    }
    return batch;
  }

  private void finish(HostEngine.Finished finished) {
    finish(finished.ticket(), finished.reply());
  }

  private void finish(Ticket ticket, HostReply reply) {
    if (reply instanceof HostReply.Generated generated) {
      counters.generated(generated.tokens().length());
    }
    counters.answered();
    leave(ticket, reply);
  }

  private void fail(List<Ticket> tickets, RuntimeException cause) {
    String what = String.valueOf(cause.getMessage());
    tickets.forEach(ticket ->
        refuse(ticket, Refused.Reason.FAILED, cause.getClass().getSimpleName() + ": " + what));
  }

  private void refuse(Ticket ticket, Refused.Reason reason, String detail) {
    counters.refused();
    leave(ticket, new Refused(ticket.request().requestId(), reason, detail));
  }

  private void leave(Ticket ticket, HostReply reply) {
    open.remove(ticket);
    lanes.leave(ticket);
    ticket.answer(reply);
  }
}
