package org.collegium.scenarios.measure;

/**
 * What can be measured on one organization.
 *
 * <p>Rollouts are learning episodes of one agent: every agent has a world of its own, so an organization of 4 agents
 * does not count 4 times.
 */
public enum Measure {
  R50("r50", "rollouts to 50 %", Unit.ROLLOUTS, Better.LOWER),
  R80("r80", "rollouts to 80 %", Unit.ROLLOUTS, Better.LOWER),
  FINAL_SUCCESS("final-success", "final success", Unit.SHARE, Better.HIGHER),
  WELL_FORMED("well-formed", "well-formed actions", Unit.SHARE, Better.HIGHER),
  REVISIT_SUCCESS("revisit-success", "success on the first visit after a failed one", Unit.SHARE, Better.HIGHER),
  RETENTION("retention", "success on old companies", Unit.SHARE, Better.HIGHER),
  UNSEEN_ENTROPY("unseen-entropy", "entropy on unseen companies", Unit.NATS, Better.HIGHER),
  FLAT_GROUPS("flat-groups", "groups without variance", Unit.SHARE, Better.LOWER),
  ROLLOUTS("rollouts", "rollouts of one agent", Unit.ROLLOUTS, Better.LOWER),
  TOKENS("tokens", "tokens read, generated and learned", Unit.TOKENS, Better.LOWER),
  BYTES_TOLD("bytes-told", "bytes told", Unit.BYTES, Better.LOWER),
  BYTES_OF_CONTEXTS("bytes-of-contexts", "bytes that full contexts would have cost", Unit.BYTES, Better.LOWER);

  private final String id;
  private final String title;
  private final Unit unit;
  private final Better better;

  Measure(String id, String title, Unit unit, Better better) {
    this.id = id;
    this.title = title;
    this.unit = unit;
    this.better = better;
  }

  /** What a number of a measure counts. */
  public enum Unit {
    /** From 0 to 1. */
    SHARE,
    NATS,
    ROLLOUTS,
    TOKENS,
    BYTES
  }

  /** Which direction is better. */
  public enum Better {
    HIGHER,
    LOWER
  }

  /** Name in files, for example {@code final-success}. */
  public String id() {
    return id;
  }

  /** Name for people. */
  public String title() {
    return title;
  }

  /** What its numbers count. */
  public Unit unit() {
    return unit;
  }

  /** Which direction is better. */
  public Better better() {
    return better;
  }
}
