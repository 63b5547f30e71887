package org.collegium.agents.doors;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.collegium.modelhost.protocol.AdapterKind;
import org.collegium.modelhost.protocol.AdapterPairId;
import org.collegium.modelhost.protocol.AdapterStamp;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostRequest;
import org.collegium.modelhost.protocol.LearnFigures;
import org.collegium.modelhost.protocol.Reals;
import org.collegium.modelhost.protocol.StopReason;
import org.collegium.modelhost.protocol.Tokens;

/**
 * A host that answers by rules: what it draws follows from the seed of the request, and what it learns changes nothing
 * but the stamps. Prompts that end with {@code note :} are answered from the transcript.
 */
public final class ScriptedHost {
  private final DoorWords words = new DoorWords();
  private final Map<AdapterPairId, AdapterStamp> policies = new HashMap<>();
  private final Map<AdapterPairId, AdapterStamp> worlds = new HashMap<>();
  private final Set<AdapterStamp> saved = new HashSet<>();
  private final double malformedShare;

  /** A host whose actions are malformed in the given share of cases. */
  public ScriptedHost(double malformedShare) {
    this.malformedShare = malformedShare;
  }

  /** The answer to a request. */
  public HostReply answer(HostRequest request) {
    String id = request.requestId();
    return switch (request) {
      case HostRequest.Open open -> {
        policies.put(open.pair(), new AdapterStamp(0, "p0"));
        worlds.put(open.pair(), new AdapterStamp(0, "w0"));
        yield new HostReply.Opened(id, stamp(policies, open.pair()), stamp(worlds, open.pair()));
      }
      case HostRequest.Generate generate -> generated(generate);
      case HostRequest.Score score -> scored(score);
      case HostRequest.LearnPolicy learn -> {
        AdapterStamp next = next(stamp(policies, learn.pair()), learn.groups().toString());
        policies.put(learn.pair(), next);
        yield new HostReply.Learned(id, AdapterKind.POLICY, figures(learn.groups().size()), next);
      }
      case HostRequest.LearnWorld learn -> {
        AdapterStamp next = next(stamp(worlds, learn.pair()), learn.toString());
        worlds.put(learn.pair(), next);
        yield new HostReply.Learned(id, AdapterKind.WORLD, figures(0), next);
      }
      case HostRequest.Save save -> {
        AdapterStamp policy = stamp(policies, save.pair());
        AdapterStamp world = stamp(worlds, save.pair());
        saved.addAll(List.of(policy, world));
        yield new HostReply.Saved(id, policy, world);
      }
      case HostRequest.Load load -> {
        if (!saved.containsAll(List.of(load.policy(), load.world()))) {
          yield new HostReply.Refused(id, HostReply.Refused.Reason.INVALID, "never saved");
        }
        policies.put(load.pair(), load.policy());
        worlds.put(load.pair(), load.world());
        yield new HostReply.Opened(id, load.policy(), load.world());
      }
      case HostRequest.Derive _ ->
          new HostReply.Refused(id, HostReply.Refused.Reason.INVALID, "not in this script");
    };
  }

  private static AdapterStamp stamp(Map<AdapterPairId, AdapterStamp> stamps, AdapterPairId pair) {
    return stamps.getOrDefault(pair, AdapterStamp.NONE);
  }

  private static AdapterStamp next(AdapterStamp stamp, String learned) {
    return new AdapterStamp(stamp.version() + 1, Integer.toHexString((stamp.hash() + learned).hashCode()));
  }

  private static LearnFigures figures(int groups) {
    return new LearnFigures(2, 0.5, 0.75, 1, 40, groups, 0, 0.25, 1.5);
  }

  private HostReply generated(HostRequest.Generate generate) {
    SplittableRandom random = new SplittableRandom(generate.sampling().seed());
    String prompt = words.decode(generate.prompt());
    String text = "needs " + random.nextInt(4) + " .";
    if (prompt.endsWith("note :")) {
      List<String> said = List.of(prompt.split(" ", -1));
      text = said.get(3) + " needs " + said.get(said.indexOf("needs") + 1) + " .";
    } else if (prompt.endsWith("act :")) {
      text = random.nextDouble() < malformedShare ? "turn turn ." : "turn " + random.nextInt(4) + " .";
    }
    Tokens tokens = words.encode(text);
    float[] logProbabilities = new float[tokens.length()];
    for (int at = 0; at < logProbabilities.length; at++) {
      logProbabilities[at] = (float) Math.log(0.1 + 0.9 * random.nextDouble());
    }
    return new HostReply.Generated(
        generate.requestId(),
        tokens,
        Reals.of(logProbabilities),
        StopReason.STOP_TOKEN,
        stamp(policies, generate.pair()),
        stamp(worlds, generate.pair()));
  }

  private HostReply scored(HostRequest.Score score) {
    List<Float> values = new ArrayList<>();
    for (int at = score.from(); at < score.tokens().length(); at++) {
      values.add(at / 10f);
    }
    float[] entropies = new float[values.size()];
    float[] logProbabilities = new float[values.size()];
    for (int at = 0; at < entropies.length; at++) {
      entropies[at] = values.get(at);
      logProbabilities[at] = -2 * values.get(at);
    }
    return new HostReply.Scored(
        score.requestId(),
        Reals.of(logProbabilities),
        Reals.of(entropies),
        stamp(policies, score.pair()),
        stamp(worlds, score.pair()));
  }
}
