package org.collegium.organization.cluster;

/** A cluster does not do what a client wants, or is not there; the message says why, for people. */
public final class ClusterRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean isLeft;

  /** One line. */
  public ClusterRefusedException(String message) {
    this(message, false);
  }

  private ClusterRefusedException(String message, boolean isLeft) {
    super(message);
    this.isLeft = isLeft;
  }

  /** The client itself goes, and the cluster goes on. */
  public static ClusterRefusedException left() {
    return new ClusterRefusedException("the run goes on in the cluster", true);
  }

  /** Whether it was the client who went. */
  public boolean isLeft() {
    return isLeft;
  }
}
