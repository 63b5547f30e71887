package org.collegium.organization.messagelog;

import java.util.Comparator;
import org.collegium.agents.identity.AgentId;
import org.collegium.agents.identity.WorldId;
import org.collegium.modelhost.protocol.AdapterPairId;

/** An actor by its id, as the log names it. */
public record Party(Kind kind, String id) implements Comparable<Party> {
  /** Kinds of actors. */
  public enum Kind {
    AGENT,
    WORLD,
    ORCHESTRATOR,
    /** The boundary of the model host as one adapter pair sees it; the id is that of the pair. */
    MODEL_HOST,
    /** The process itself: it begins and stops runs. */
    NODE
  }

  /** The process itself. */
  public static final Party NODE = new Party(Kind.NODE, "node");

  private static final Comparator<Party> ORDER = Comparator.comparing(Party::kind).thenComparing(Party::id);

  /** An agent. */
  public static Party of(AgentId agent) {
    return new Party(Kind.AGENT, agent.value());
  }

  /** A world. */
  public static Party of(WorldId world) {
    return new Party(Kind.WORLD, world.value());
  }

  /** The model host as a pair sees it. */
  public static Party of(AdapterPairId pair) {
    return new Party(Kind.MODEL_HOST, pair.value());
  }

  /** The orchestrator of an organization. */
  public static Party orchestrator(String organization) {
    return new Party(Kind.ORCHESTRATOR, organization);
  }

  @Override
  public int compareTo(Party other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return switch (kind) {
      case AGENT -> "agent " + id;
      case WORLD -> "world " + id;
      case ORCHESTRATOR -> "orchestrator of " + id;
      case MODEL_HOST -> "model host for " + id;
      case NODE -> "the node";
    };
  }
}
