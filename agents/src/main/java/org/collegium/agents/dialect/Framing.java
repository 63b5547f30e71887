package org.collegium.agents.dialect;

/** How an observation is put before the world adapter to learn from. */
public enum Framing {
  /** Under the abstract action, in the form of the imagine query. */
  QUERY,
  /** Where it stood in the literal trajectory, with all arguments of the action; an ablation. */
  LITERAL
}
