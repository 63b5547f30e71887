package org.collegium.modelhost.protocol;

/** What a model host answers. */
public sealed interface HostReply {
  /** The id of the request that this answers. */
  String requestId();

  /** The pair is there. */
  record Opened(String requestId, AdapterStamp policy, AdapterStamp world) implements HostReply {}

  /**
   * A continuation.
   *
   * @param tokens what was drawn, with the stop token when there is one
   * @param logProbabilities of each token under the untempered distribution
   * @param policy the policy adapter when it was drawn
   * @param world the world adapter when it was drawn
   */
  record Generated(
      String requestId,
      Tokens tokens,
      Reals logProbabilities,
      StopReason reason,
      AdapterStamp policy,
      AdapterStamp world)
      implements HostReply {}

  /**
   * Log-probabilities and entropies (nats) of the scored places, in order.
   *
   * @param entropies of the whole distribution from which each scored token comes
   * @param policy the policy adapter when it was scored
   * @param world the world adapter when it was scored
   */
  record Scored(
      String requestId, Reals logProbabilities, Reals entropies, AdapterStamp policy, AdapterStamp world)
      implements HostReply {}

  /** One adapter has moved (or had nothing to learn from: then {@code figures.steps()} is 0). */
  record Learned(String requestId, AdapterKind kind, LearnFigures figures, AdapterStamp stamp) implements HostReply {}

  /** These two adapters are in the adapter store, and stay there through a crash. */
  record Saved(String requestId, AdapterStamp policy, AdapterStamp world) implements HostReply {}

  /** Nothing was done. */
  record Refused(String requestId, Reason reason, String detail) implements HostReply {
    /** Why a request was refused. */
    public enum Reason {
      /** The queue is full; ask again later. */
      QUEUE_FULL,
      /** The request can never be served: a token outside the vocabulary, too long a prompt, too many pairs. */
      INVALID,
      /** The host failed while serving it; the pair is as it was. */
      FAILED,
      /** The adapter store cannot be asked now, and the pair is as it was; ask again later. */
      STORE_AWAY,
      /** The same was asked before and is being served: its answer will come. Nobody records this. */
      UNDER_WAY,
      /** This host does not hold the pair for who asked, or no longer: begin again, by opening or loading it. */
      PAIR_LOST
    }
  }
}
