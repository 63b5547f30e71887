package org.collegium.organization.registry;

import java.util.Arrays;
import java.util.Optional;

/** What a node does in a cluster. */
public enum NodeRole {
  /** Plays orchestrators and keeps the registry of runs; one node at a time does, the others stand by. */
  ORGANIZATION("organization"),
  /** Holds agents and their worlds. */
  AGENTS("agents"),
  /** Holds the base model and adapters. */
  MODEL_HOST("model-host");

  private final String word;

  NodeRole(String word) {
    this.word = word;
  }

  /** As it is written in configurations and on the command line. */
  public String word() {
    return word;
  }

  /** The role of that name; empty when there is none. */
  public static Optional<NodeRole> named(String word) {
    return Arrays.stream(values()).filter(role -> role.word.equals(word)).findFirst();
  }
}
