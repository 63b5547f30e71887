package org.collegium.modelhost.protocol;

import java.util.List;

/**
 * What can be asked of a model host. Every request is answered by exactly one {@link HostReply} with the same id.
 *
 * <p>An answer depends on the request and on the contents of the pair alone: neither on what else is in the batch nor
 * on the order in which requests of different pairs arrive (CPU, same build).
 */
public sealed interface HostRequest {
  /** Unique in the run and derived from identities, for example {@code dual/3/agent-1/r4/t2/e0/s1/act}. */
  String requestId();

  /** Whose adapters are meant. */
  AdapterPairId pair();

  /**
   * Puts a pair at the beginning of its life, with {@code B = 0}, whatever it was before. Answered by {@link
   * HostReply.Opened}.
   */
  record Open(String requestId, AdapterPairId pair, AdapterShape shape, long seed) implements HostRequest {}

  /** Draws a continuation of the prompt. Answered by {@link HostReply.Generated}. */
  record Generate(String requestId, AdapterPairId pair, ActiveAdapters active, Tokens prompt, Sampling sampling)
      implements HostRequest {}

  /**
   * Asks for log-probability and entropy of each token from {@code from} on, given all before it. Answered by {@link
   * HostReply.Scored}.
   *
   * @param from first scored place, {@code 1 <= from < tokens.length()}
   */
  record Score(String requestId, AdapterPairId pair, ActiveAdapters active, Tokens tokens, int from)
      implements HostRequest {}

  /**
   * Moves the policy adapter. Answered by {@link HostReply.Learned}.
   *
   * @param active adapters that take part in the forward pass: {@code POLICY}, or {@code BOTH} (ablation); only the
   *     policy adapter gets a gradient either way
   * @param innerSteps optimizer steps on these groups
   */
  record LearnPolicy(
      String requestId,
      AdapterPairId pair,
      ActiveAdapters active,
      List<RolloutGroup> groups,
      PolicyObjective objective,
      OptimizerSettings optimizer,
      int innerSteps)
      implements HostRequest {
    /** Copies the list. */
    public LearnPolicy {
      groups = List.copyOf(groups);
    }
  }

  /**
   * Moves the world adapter. Answered by {@link HostReply.Learned}.
   *
   * @param active adapters that take part in the forward pass: {@code WORLD}, or {@code BOTH} (ablation)
   * @param fresh new observations, never empty
   * @param replay the pair's own earlier observations, may be empty
   * @param anchors queries about things that nobody knows, may be empty
   * @param seed draws the replay rows of each inner step
   */
  record LearnWorld(
      String requestId,
      AdapterPairId pair,
      ActiveAdapters active,
      List<Trajectory> fresh,
      List<Trajectory> replay,
      List<Trajectory> anchors,
      WorldObjective objective,
      OptimizerSettings optimizer,
      long seed)
      implements HostRequest {
    /** Copies the lists. */
    public LearnWorld {
      fresh = List.copyOf(fresh);
      replay = List.copyOf(replay);
      anchors = List.copyOf(anchors);
    }
  }

  /**
   * Makes the pair out of others. Answered by {@link HostReply.Opened}.
   *
   * @param sources the pairs to merge (mean of the weights); one source is a copy
   * @param mutation standard deviation of normal noise added, relative to the root mean square of each matrix; 0 adds
   *     none
   */
  record Derive(String requestId, AdapterPairId pair, List<AdapterPairId> sources, double mutation, long seed)
      implements HostRequest {
    /** Copies the list. */
    public Derive {
      sources = List.copyOf(sources);
    }
  }

  /** Puts the pair as it is now into the host's adapter store. Answered by {@link HostReply.Saved}. */
  record Save(String requestId, AdapterPairId pair) implements HostRequest {}

  /**
   * Makes sure that the pair is exactly this one: it stays when it is, else it is read from the adapter store, where
   * {@link Save} put it. Answered by {@link HostReply.Opened} with the same stamps.
   */
  record Load(String requestId, AdapterPairId pair, AdapterStamp policy, AdapterStamp world) implements HostRequest {}
}
