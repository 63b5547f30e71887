package org.collegium.organization.messagelog;

import java.util.List;

/** What processes and shells write into the log for its readers. No core receives it. */
public sealed interface Landmark {
  /**
   * The first record of each process. Whatever was under way in the process before is lost.
   *
   * @param process 1 for the one that began the log
   */
  record Began(int process) implements Landmark {}

  /**
   * What an agent or an orchestrator began its incarnation with; exactly one in each of their incarnations.
   *
   * @param round the last round that its saved state holds; 0 when it began anew
   * @param stateHash of that state
   */
  record Recovered(int round, String stateHash) implements Landmark {}

  /**
   * The second record of a log that was put together of those of several nodes. Every other record of such a log may
   * stand before its cause.
   *
   * @param nodes whose logs are in it
   * @param processes that wrote those
   * @param missing names of nodes that took part and whose logs are not in it
   */
  record Merged(int nodes, int processes, List<String> missing) implements Landmark {
    /** Copies the list. */
    public Merged {
      missing = List.copyOf(missing);
    }
  }
}
