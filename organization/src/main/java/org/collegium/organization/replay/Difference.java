package org.collegium.organization.replay;

/**
 * Where a log and what the cores do part.
 *
 * @param receiver of the message, for people: {@code agent dual/3/agent-1}
 * @param incarnation of the receiver
 * @param sequence of the message at its receiver; one behind its last when the message is missing there
 * @param text what was recorded and what the cores sent
 */
public record Difference(String receiver, int incarnation, long sequence, String text) {
  @Override
  public String toString() {
    String life = incarnation > 1 ? " of incarnation " + incarnation : "";
    return receiver + ", message " + sequence + life + ": " + text;
  }
}
