package org.collegium.modelhost.host;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.collegium.modelhost.protocol.AdapterPairId;
import org.collegium.modelhost.protocol.AdapterShape;
import org.collegium.modelhost.protocol.HostRequest;

/** Made-up lives of agents, for hosts over a vocabulary of at least 64 tokens. */
public final class TestLives {
  private TestLives() {}

  /** What so many agents ask for, one after the other. */
  public static List<HostRequest> of(int agents) {
    return IntStream.range(0, agents).mapToObj(TestLives::life).flatMap(List::stream).toList();
  }

  /** What one agent asks for: opens, then twice acts, scores and learns. */
  static List<HostRequest> life(int agent) {
    AdapterPairId pair = new AdapterPairId("agent-" + agent);
    SplittableRandom random = new SplittableRandom(agent);
    String name = pair.value();
    List<HostRequest> life = new ArrayList<>();
    life.add(new HostRequest.Open(name + "/open", pair, new AdapterShape(4, 8, 2), random.nextLong()));
    for (int round = 0; round < 2; round++) {
      for (int episode = 0; episode < 2; episode++) {
        int[] prompt = random.ints(random.nextInt(3, 30), 0, 64).toArray();
        life.add(Requests.generate(name + "/g" + round + episode, pair, random.nextInt(2, 9), prompt));
      }
      life.add(Requests.score(name + "/s" + round, pair, random.ints(random.nextInt(2, 40), 0, 64).toArray()));
      life.add(Requests.learnPolicy(name + "/p" + round, pair));
      life.add(Requests.learnWorld(name + "/w" + round, pair));
    }
    return life;
  }
}
