package org.collegium.agents.actor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.state.RecoveryCompleted;
import org.apache.pekko.persistence.typed.state.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.state.javadsl.DurableStateBehavior;
import org.apache.pekko.persistence.typed.state.javadsl.Effect;
import org.apache.pekko.persistence.typed.state.javadsl.SignalHandler;
import org.collegium.modelhost.fault.CrashPoints;

/**
 * A shell around a pure core whose state is kept at its commits, once a round.
 *
 * <p>A commit has three parts, in this order: what the actor has received is safe in the record; the state is in the
 * database, as safe there as the record wants it; the effects that told of it are carried out. So nobody ever hears of
 * a round that a crash can take back, and the record reaches at least as far as any kept state. What comes in between
 * is handled at once, but its effects wait behind the commit.
 *
 * <p>A life can also end because the shell or its core gave it up ({@link #endLife}): then the actor stops, and whoever
 * is told next begins with what was kept.
 *
 * <p>It takes any object, because the shell's own notes travel among the messages of the protocol; what reaches it from
 * outside is narrowed to the protocol.
 *
 * @param <M> protocol of the core
 * @param <S> state of the core
 * @param <E> effects of the core
 */
public abstract class DurableShell<M, S, E> extends DurableStateBehavior<Object, S> {
  private final ActorContext<Object> context;
  private final Class<M> protocol;
  private final S initial;
  private final DurableRecord<S> record;
  private final ArrayDeque<Commit<S, E>> commits = new ArrayDeque<>();
  private int commitsInDatabase;
  private S state;

  /** Where a message leads. */
  public record Turn<S, E>(S state, List<E> effects) {}

  /** A state on its way into the database, and what waits for it. */
  private record Commit<S, E>(S state, List<E> effects) {}

  /** Everything that the oldest commit follows from is safe. */
  private record RecordIsSafe() {}

  /** The oldest commit may be told. */
  private record StateIsSafe() {}

  private record RecordIsLost(Throwable cause) {}

  /** The actor's own word that it stops now, and that nothing is wrong with it. */
  public record LifeEnds(String reason) {}

  /**
   * @param initial what the actor begins with when the database knows nothing of it
   */
  protected DurableShell(
      ActorContext<Object> context, PersistenceId id, Class<M> protocol, S initial, DurableRecord<S> record) {
    super(id);
    this.context = context;
    this.protocol = protocol;
    this.initial = initial;
    this.record = record;
    this.state = initial;
  }

  /** Asks the core. */
  protected abstract Turn<S, E> step(S state, M message);

  /** Whether the state that comes with this effect is to be kept, before this effect and those behind it. */
  protected abstract boolean commits(E effect);

  /** Does what the core wants done. */
  protected abstract void carryOut(E effect);

  /**
   * Takes what the shell told itself beside the messages of the core.
   *
   * @throws IllegalArgumentException for what is of neither
   */
  protected void noted(Object note) {
    throw new IllegalArgumentException("not of the protocol: " + note.getClass().getName());
  }

  /** Stops the actor as soon as it can; what it is told until then it still handles. */
  protected final void endLife(String reason) {
    context.getLog().info("{} gives up its life and begins again: {}", persistenceId().id(), reason);
    context.getSelf().tell(new LifeEnds(reason));
  }

  /** What the core makes of a state that was kept in an earlier life. */
  protected abstract S recovered(S kept);

  @Override
  public final S emptyState() {
    return initial;
  }

  @Override
  public final CommandHandler<Object, S> commandHandler() {
    return newCommandHandlerBuilder().forAnyState().onAnyCommand((kept, command) -> take(command));
  }

  @Override
  public final SignalHandler<S> signalHandler() {
    return newSignalHandlerBuilder().onSignal(RecoveryCompleted.instance(), this::beginLife).build();
  }

  private void beginLife(S kept) {
    state = recovered(kept);
    record.began(state);
  }

  private Effect<S> take(Object command) {
    return switch (command) {
      case RecordIsSafe _ -> keep(commits.stream().skip(commitsInDatabase).findFirst().orElseThrow());
      case StateIsSafe _ -> {
        tell();
        yield Effect().none();
      }
      case RecordIsLost(RuntimeException cause) -> throw cause;
      case RecordIsLost(Throwable cause) -> throw new IllegalStateException(cause);
      case LifeEnds _ -> Effect().stop();
      case Object message when protocol.isInstance(message) -> handle(protocol.cast(message));
      default -> {
        noted(command);
        yield Effect().none();
      }
    };
  }

  private Effect<S> handle(M message) {
    Turn<S, E> turn = step(state, message);
    state = turn.state();
    for (E effect : turn.effects()) {
      if (commits(effect)) {
        beginCommit(new Commit<>(state, new ArrayList<>()));
      }
      if (commits.isEmpty()) {
        carryOut(effect);
      } else {
        commits.getLast().effects().add(effect);
      }
    }
    return Effect().none();
  }

  private void beginCommit(Commit<S, E> commit) {
    commits.add(commit);
    tellSelf(record.safe(), new RecordIsSafe());
  }

  private void tellSelf(CompletionStage<Void> step, Object done) {
    context.pipeToSelf(step, (_, failure) -> failure == null ? done : new RecordIsLost(failure));
  }

  private Effect<S> keep(Commit<S, E> commit) {
    // The state is handed to the database when this returns. A process that dies some hundred microseconds behind this
    // place has its commit under way: begun, written in part, or written and not yet acknowledged.
    CrashPoints.pass("database-commit");
    commitsInDatabase++;
    return Effect().persist(commit.state()).thenRun(_ -> kept());
  }

  private void kept() {
    CompletionStage<Void> safe = record.kept();
    if (safe.toCompletableFuture().state() == Future.State.SUCCESS) {
      tell();
    } else {
      tellSelf(safe, new StateIsSafe());
    }
  }

  private void tell() {
    commitsInDatabase--;
    commits.remove().effects().forEach(this::carryOut);
  }
}
