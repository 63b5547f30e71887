package org.collegium.modelhost.host;

import java.util.List;
import org.collegium.modelhost.protocol.AdapterPairId;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostRequest;

/**
 * What the schedule drives: the model, its adapter pairs and its learners on one device. One thread calls all of it.
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
   * Opens, derives, saves or loads a pair.
   *
   * @throws RuntimeException when it cannot; the pair is then as it was
   */
  HostReply administer(HostRequest request);

  /** Rows that may still be admitted to the running batch. */
  int rowsFree();

  /** Rows of the running batch. */
  int rowsActive();

  /**
   * Reads the prompts of {@link HostRequest.Generate} requests and puts them as rows into the running batch.
   *
   * @throws RuntimeException when it cannot; none of these rows is then in the batch
   */
  List<Finished> admit(List<Ticket> tickets);

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

  /** Whether two learning requests of different pairs can be joined in one session. */
  boolean joins(HostRequest first, HostRequest second);

  /** Begins a joint session of learning requests that {@link #joins} allows. */
  Session learn(List<HostRequest> requests);

  @Override
  void close();

  /** A row that is finished. */
  record Finished(Ticket ticket, HostReply reply) {}

  /** Joint inner steps over several adapters; the adapters change when it is finished, and only then. */
  interface Session extends AutoCloseable {
    /** Takes one inner step; false when none is left. */
    boolean step();

    /** Adapters that the next step moves. */
    int learners();

    /** Puts the result into the pairs and tells what was done, in the order of the requests. */
    List<HostReply> finish();

    @Override
    void close();
  }
}
