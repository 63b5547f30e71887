package org.collegium.scenarios.clusterproof;

import java.io.IOException;
import java.util.List;

/** Where the nodes of a cluster live, and how they are cut off from each other. */
interface Network extends AutoCloseable {
  /** Address under which others reach the node of that number, from 0. */
  String address(int node);

  /** What stands before the command line of a process that is to live there. */
  List<String> prefix(int node);

  /** Address under which the nodes reach this process. */
  String outside();

  /** From now on nothing that other nodes send arrives at a node, and nothing that it sends arrives at them. */
  void cut(int node) throws IOException;

  /** Everything arrives again. */
  void heal(int node) throws IOException;

  @Override
  void close() throws IOException;

  /** All nodes on the loopback interface, where nobody can be cut off. */
  static Network loopback() {
    return new Network() {
      @Override
      public String address(int node) {
        return "127.0.0.1";
      }

      @Override
      public List<String> prefix(int node) {
        return List.of();
      }

      @Override
      public String outside() {
        return "127.0.0.1";
      }

      @Override
      public void cut(int node) {
        throw new UnsupportedOperationException("nodes on the loopback interface cannot be cut off");
      }

      @Override
      public void heal(int node) {
        // Never cut.
      }

      @Override
      public void close() {
        // Nothing was made.
      }
    };
  }
}
