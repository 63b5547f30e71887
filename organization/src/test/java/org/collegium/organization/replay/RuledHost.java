package org.collegium.organization.replay;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.collegium.agents.identity.Seeds;
import org.collegium.modelhost.protocol.AdapterKind;
import org.collegium.modelhost.protocol.AdapterStamp;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostRequest;
import org.collegium.modelhost.protocol.LearnFigures;
import org.collegium.modelhost.protocol.Reals;
import org.collegium.modelhost.protocol.StopReason;
import org.collegium.organization.lamps.LampWords;

/** One adapter pair on one host that answers by rules: what it says follows from the request and the pair's stamps. */
final class RuledHost {
  private static final AdapterStamp FRESH = new AdapterStamp(0, "fresh");

  private final LampWords words = new LampWords();
  private final Map<String, HostReply> answered = new HashMap<>();
  private AdapterStamp policy = FRESH;
  private AdapterStamp world = FRESH;

  /** What was answered since the pair was opened is not done twice. */
  HostReply answer(HostRequest request) {
    if (request instanceof HostRequest.Open || request instanceof HostRequest.Load) {
      answered.clear();
    }
    HostReply known = answered.get(request.requestId());
    HostReply reply = known == null ? reply(request) : known;
    answered.put(request.requestId(), reply);
    return reply;
  }

  private HostReply reply(HostRequest request) {
    String id = request.requestId();
    return switch (request) {
      case HostRequest.Open _, HostRequest.Derive _ -> opened(id, FRESH, FRESH);
      case HostRequest.Load load -> opened(id, load.policy(), load.world());
      case HostRequest.Save _ -> new HostReply.Saved(id, policy, world);
      case HostRequest.LearnPolicy learn -> {
        policy = learned(policy, learn.groups());
        yield new HostReply.Learned(id, AdapterKind.POLICY, figures(), policy);
      }
      case HostRequest.LearnWorld learn -> {
        world = learned(world, learn.fresh());
        yield new HostReply.Learned(id, AdapterKind.WORLD, figures(), world);
      }
      case HostRequest.Score score -> {
        Reals values = Reals.of(new float[score.tokens().length() - score.from()]);
        yield new HostReply.Scored(id, values, values, policy, world);
      }
      case HostRequest.Generate generate -> {
        boolean imagines = words.decode(generate.prompt()).startsWith("if");
        long seed = Seeds.derive(generate.sampling().seed(), policy.hash(), world.hash());
        var tokens = words.encode((imagines ? "needs " : "press ") + new SplittableRandom(seed).nextInt(4) + " .");
        yield new HostReply.Generated(
            id, tokens, Reals.of(new float[tokens.length()]), StopReason.STOP_TOKEN, policy, world);
      }
    };
  }

  private HostReply opened(String id, AdapterStamp policyThen, AdapterStamp worldThen) {
    policy = policyThen;
    world = worldThen;
    return new HostReply.Opened(id, policy, world);
  }

  private static AdapterStamp learned(AdapterStamp old, Object from) {
    return new AdapterStamp(old.version() + 1, Long.toHexString(Seeds.derive(0, old.hash(), from)));
  }

  private static LearnFigures figures() {
    return new LearnFigures(2, 0.5, 0.75, 1, 40, 1, 0, 0.25, 1.5);
  }
}
