package org.collegium.organization.lamps;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.collegium.agents.identity.Seeds;
import org.collegium.modelhost.actor.ModelHostActor;
import org.collegium.modelhost.actor.ModelHostActor.Submit;
import org.collegium.modelhost.protocol.AdapterKind;
import org.collegium.modelhost.protocol.AdapterStamp;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostRequest;
import org.collegium.modelhost.protocol.LearnFigures;
import org.collegium.modelhost.protocol.Reals;
import org.collegium.modelhost.protocol.StopReason;
import org.collegium.modelhost.protocol.Tokens;

/**
 * A host that answers by rules. What it draws follows from the request's seed and the pair's stamps; in which order it
 * answers follows from its own. It refuses some requests once, as a full host does.
 */
public final class LampHostActor extends AbstractBehavior<ModelHostActor.Command> {
  private final LampWords words = new LampWords();
  private final Map<String, AdapterStamp> stamps = new HashMap<>();
  private final Set<String> refused = new HashSet<>();
  private final List<Submit> waiting = new ArrayList<>();
  private final Random order;
  private final String breaksAt;

  private LampHostActor(ActorContext<ModelHostActor.Command> context, long orderSeed, String breaksAt) {
    super(context);
    this.order = new Random(orderSeed);
    this.breaksAt = breaksAt;
  }

  /** A host that answers everything. */
  public static Behavior<ModelHostActor.Command> create(long orderSeed) {
    return createBreaking(orderSeed, "never");
  }

  /** A host that throws when it gets a request whose id ends like this. */
  public static Behavior<ModelHostActor.Command> createBreaking(long orderSeed, String breaksAt) {
    return Behaviors.setup(context -> new LampHostActor(context, orderSeed, breaksAt));
  }

  @Override
  public Receive<ModelHostActor.Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Submit.class, this::take)
        .onMessage(ModelHostActor.Stop.class, tick -> answerOne())
        .build();
  }

  private Behavior<ModelHostActor.Command> take(Submit submit) {
    String id = submit.request().requestId();
    if (id.endsWith(breaksAt)) {
      throw new IllegalStateException("the lamps went out at " + id);
    }
    if (Math.floorMod(id.hashCode(), 10) == 0 && refused.add(id)) {
      submit.replyTo().tell(new HostReply.Refused(id, HostReply.Refused.Reason.QUEUE_FULL, "come again"));
      return this;
    }
    waiting.add(submit);
    getContext().getSelf().tell(new ModelHostActor.Stop());
    return this;
  }

  private Behavior<ModelHostActor.Command> answerOne() {
    Submit submit = waiting.remove(order.nextInt(waiting.size()));
    submit.replyTo().tell(answer(submit.request()));
    return this;
  }

  private HostReply answer(HostRequest request) {
    String id = request.requestId();
    String policy = request.pair().value() + "/policy";
    String world = request.pair().value() + "/world";
    return switch (request) {
      case HostRequest.Open _ -> {
        stamps.remove(policy);
        stamps.remove(world);
        yield new HostReply.Opened(id, stamp(policy), stamp(world));
      }
      case HostRequest.Generate generate -> generated(generate, stamp(policy), stamp(world));
      case HostRequest.Score score -> {
        float[] values = new float[score.tokens().length() - score.from()];
        yield new HostReply.Scored(id, Reals.of(values), Reals.of(values), stamp(policy), stamp(world));
      }
      case HostRequest.LearnPolicy learn ->
          new HostReply.Learned(id, AdapterKind.POLICY, figures(), learned(policy, learn.groups()));
      case HostRequest.LearnWorld learn ->
          new HostReply.Learned(id, AdapterKind.WORLD, figures(), learned(world, learn.fresh()));
      case HostRequest.Save _ -> new HostReply.Saved(id, stamp(policy), stamp(world));
      case HostRequest.Load load -> {
        // Every version that anybody names can be had: a stamp is all there is to these adapters.
        stamps.put(policy, load.policy());
        stamps.put(world, load.world());
        yield new HostReply.Opened(id, load.policy(), load.world());
      }
      case HostRequest.Derive _ ->
          new HostReply.Refused(id, HostReply.Refused.Reason.INVALID, "not in this script");
    };
  }

  private HostReply generated(HostRequest.Generate generate, AdapterStamp policy, AdapterStamp world) {
    long seed = Seeds.derive(generate.sampling().seed(), policy.hash(), world.hash());
    SplittableRandom random = new SplittableRandom(seed);
    boolean imagines = words.decode(generate.prompt()).startsWith("if");
    Tokens tokens = words.encode((imagines ? "needs " : "press ") + random.nextInt(4) + " .");
    float[] logProbabilities = new float[tokens.length()];
    for (int at = 0; at < logProbabilities.length; at++) {
      logProbabilities[at] = (float) -random.nextDouble();
    }
    return new HostReply.Generated(
        generate.requestId(), tokens, Reals.of(logProbabilities), StopReason.STOP_TOKEN, policy, world);
  }

  private AdapterStamp stamp(String adapter) {
    return stamps.getOrDefault(adapter, new AdapterStamp(0, "fresh"));
  }

  private AdapterStamp learned(String adapter, Object from) {
    AdapterStamp old = stamp(adapter);
    AdapterStamp next =
        new AdapterStamp(old.version() + 1, Long.toHexString(Seeds.derive(0, old.hash(), from)));
    stamps.put(adapter, next);
    return next;
  }

  private static LearnFigures figures() {
    return new LearnFigures(2, 0.5, 0.75, 1, 40, 1, 0, 0.25, 1.5);
  }
}
