package org.collegium.organization.replay;

/** Says where two messages differ, short enough to read. */
final class ReadableDifference {
  private static final int CHARACTERS_BEFORE = 60;
  private static final int CHARACTERS_AFTER = 120;

  private ReadableDifference() {}

  static String of(Object recorded, Object replayed) {
    String one = recorded.toString();
    String other = replayed.toString();
    int at = 0;
    while (at < Math.min(one.length(), other.length()) && one.charAt(at) == other.charAt(at)) {
      at++;
    }
    return "recorded " + around(one, at) + " but the replayed sender sent " + around(other, at);
  }

  static String shortened(Object message) {
    return around(message.toString(), 0);
  }

  private static String around(String text, int at) {
    int from = Math.max(0, at - CHARACTERS_BEFORE);
    int to = Math.min(text.length(), at + CHARACTERS_AFTER);
    return (from > 0 ? "…" : "") + text.substring(from, to) + (to < text.length() ? "…" : "");
  }
}
