package org.collegium.organization.cluster;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.collegium.modelhost.actor.ModelHostActor.Submit;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostReply.Refused;
import org.collegium.modelhost.protocol.HostRequest;

/**
 * One adapter pair at the door of a host, where agents may ask twice, and where an agent that began a new life meets
 * what it asked in an earlier one.
 *
 * <p>Who opens or loads the pair owns it; whoever owned it before is heard no more. Two lives ask under the same ids,
 * so an owner's opening waits until the host has answered everything that was asked before: then no answer can be taken
 * for another, and nothing of an earlier life can move the pair behind the opening.
 *
 * <p>What an agent asks one after the other (opening, learning, deriving, saving) must not be done twice: answers are
 * kept until the next opening. An agent awaits each before it asks the next, so that it can only repeat the last. Who
 * asks again for what takes its time is told so: only who hears nothing at all need give up.
 */
final class PairDoor {
  private static final int ANSWERS_KEPT_MAX = 8;

  private final Map<String, ActorRef<HostReply>> serving = new HashMap<>();
  private final Map<String, HostReply> kept = new LinkedHashMap<>();
  private Optional<ActorRef<HostReply>> owner = Optional.empty();
  private Optional<Submit> held = Optional.empty();

  /** What becomes of a request. */
  sealed interface Verdict {
    /** The host serves it. */
    record Serve() implements Verdict {}

    /** The request waits for its turn. */
    record Wait() implements Verdict {}

    /** It was asked before, and its answer will come. */
    record Working(Refused underWay) implements Verdict {}

    /** It was answered before. */
    record Repeat(HostReply reply) implements Verdict {}

    /** The asker does not own the pair. */
    record TurnAway(Refused refusal) implements Verdict {}
  }

  /** Someone asks; what is {@link Verdict.Serve served} counts as asked of the host from now on. */
  Verdict asked(Submit submit) {
    String id = submit.request().requestId();
    HostReply answer = kept.get(id);
    if (isOpening(submit.request()) && !isOwner(submit.replyTo())) {
      owner = Optional.of(submit.replyTo());
      return open(submit);
    } else if (!isOwner(submit.replyTo())) {
      String detail = owner.isEmpty() ? "nobody opened the pair here" : "another life of its agent opened the pair";
      return new Verdict.TurnAway(new Refused(id, Refused.Reason.PAIR_LOST, detail));
    } else if (answer != null) {
      return new Verdict.Repeat(answer);
    } else if (isUnderWay(id)) {
      String detail = "asked before, and being served";
      return new Verdict.Working(new Refused(id, Refused.Reason.UNDER_WAY, detail));
    }
    return isOpening(submit.request()) ? open(submit) : serve(submit);
  }

  private boolean isUnderWay(String id) {
    return serving.containsKey(id) || held.filter(waiting -> waiting.request().requestId().equals(id)).isPresent();
  }

  private Verdict open(Submit submit) {
    kept.clear();
    if (serving.isEmpty()) {
      return serve(submit);
    }
    held = Optional.of(submit);
    return new Verdict.Wait();
  }

  private Verdict serve(Submit submit) {
    serving.put(submit.request().requestId(), submit.replyTo());
    return new Verdict.Serve();
  }

  /**
   * The host answered.
   *
   * @return whom to tell; empty when an earlier life had asked
   * @throws IllegalStateException when nobody had asked
   */
  Optional<ActorRef<HostReply>> answered(HostReply reply) {
    ActorRef<HostReply> asker = serving.remove(reply.requestId());
    if (asker == null) {
      throw new IllegalStateException("the model host answered twice or unasked: " + reply.requestId());
    }
    if (!isOwner(asker)) {
      return Optional.empty();
    }
    if (held.isEmpty() && isOnce(reply)) {
      keep(reply);
    }
    return Optional.of(asker);
  }

  private void keep(HostReply reply) {
    kept.put(reply.requestId(), reply);
    if (kept.size() > ANSWERS_KEPT_MAX) {
      kept.remove(kept.keySet().iterator().next());
    }
  }

  /** The opening whose turn has come with the last answer, if there is one; it counts as asked of the host. */
  Optional<Submit> next() {
    Optional<Submit> next = serving.isEmpty() ? held : Optional.empty();
    next.ifPresent(submit -> {
      held = Optional.empty();
      serve(submit);
    });
    return next;
  }

  private boolean isOwner(ActorRef<HostReply> asker) {
    return owner.filter(asker::equals).isPresent();
  }

  private static boolean isOpening(HostRequest request) {
    return request instanceof HostRequest.Open || request instanceof HostRequest.Load;
  }

  private static boolean isOnce(HostReply reply) {
    return switch (reply) {
      case HostReply.Opened _, HostReply.Learned _, HostReply.Saved _ -> true;
      case HostReply.Generated _, HostReply.Scored _, HostReply.Refused _ -> false;
    };
  }
}
