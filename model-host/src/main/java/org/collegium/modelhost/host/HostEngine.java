package org.collegium.modelhost.host;

import java.util.List;
import org.collegium.modelhost.protocol.AdapterPairId;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostRequest;
import org.collegium.modelhost.store.AdapterStore;

/**
 * What the schedule drives: the model, its adapter pairs and its learners on one device. One thread calls all of it but
 * what says otherwise.
 *
 * <p>Whoever calls has checked a request with {@link RequestCheck} and knows that its pairs are there.
 */
interface HostEngine extends AutoCloseable {
  /** Sizes that requests must keep to. */
  RequestCheck.Limits limits();

  /** Whether a pair is there. */
  boolean holds(AdapterPairId pair);

  /** How many pairs there are. */
  int pairs();

  /**
   * Opens or derives a pair.
   *
   * @throws RuntimeException when it cannot; the pair is then as it was
   */
  HostReply administer(HostRequest request);

  /**
   * What must be read from the adapter store to load a pair. Nothing else may change the pair until it is loaded.
   *
   * @throws RuntimeException when there is nowhere to read from
   */
  Loading loading(HostRequest.Load request);

  /**
   * What is to be kept of a pair as it is now; it may change afterwards.
   *
   * @throws RuntimeException when the pair cannot be had, or there is nowhere to keep it
   */
  Saving saving(HostRequest.Save request);

  /**
   * Keeps versions for good. It touches nothing else of the engine: another thread may call it at any time.
   *
   * @throws RuntimeException when they cannot be kept
   */
  void keep(List<AdapterStore.Version> versions);

  /** Rows that may be admitted to the running batch now; above 0 when it is empty. */
  int rowsFree();

  /** Rows of the running batch. */
  int rowsActive();

  /**
   * Reads the prompts of {@link HostRequest.Generate} requests and puts them as rows into the running batch.
   *
   * @throws RuntimeException when it cannot; none of these rows is then in the batch
   */
  void admit(List<Ticket> tickets);

  /**
   * Draws the next token of every row of the running batch.
   *
   * @return the rows that are finished, which have left the batch
   */
  List<Finished> step();

  /** Empties the running batch after a failure. */
  List<Ticket> abandon();

  /** Answers {@link HostRequest.Score} requests in one batch, in their order. */
  List<HostReply> score(List<HostRequest.Score> requests);

  /**
   * Takes a learning request; its pair changes when it is finished, and only then.
   *
   * @throws RuntimeException when it cannot; it is then forgotten
   */
  void teach(Ticket ticket);

  /** Learning requests that were taken and are not finished. */
  int lessons();

  /**
   * Takes one inner step of the oldest learning request, and of those that can be joined with it.
   *
   * @return those that are finished, a refusal for those that failed
   */
  List<Finished> learn();

  @Override
  void close();

  /** What a failure is called in a refusal: one line, since native ones bring their stack along. */
  static String describe(Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    return failure.getClass().getSimpleName() + ": " + message.lines().findFirst().orElse("");
  }

  /** A pair on its way from the adapter store. */
  interface Loading {
    /** Whether the host holds all of it, so that nothing need be read. */
    boolean isHeld();

    /**
     * Reads what is not held. It touches nothing else of the engine: another thread may call it.
     *
     * @throws RuntimeException when something cannot be read
     */
    void read();

    /**
     * Puts the pair in place; called when everything was read.
     *
     * @throws RuntimeException when there is no room; the pair is then as it was
     */
    HostReply put();
  }

  /** A request that is finished, and its answer. */
  record Finished(Ticket ticket, HostReply reply) {}
}
