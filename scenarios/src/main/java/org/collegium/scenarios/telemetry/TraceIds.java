package org.collegium.scenarios.telemetry;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kamon.trace.Identifier;
import org.collegium.agents.identity.AgentId;
import org.collegium.modelhost.protocol.HostRequest;

/**
 * Names of traces and spans that every node derives alike, so that nothing need travel with a message: a round of an
 * organization is one trace.
 *
 * @param run name of the run
 */
record TraceIds(String run) {
  private static final int TRACE_BYTES = 16;
  private static final int SPAN_BYTES = 8;

  /** A request's name, behind the agent's: {@code /r4/t2/e0/s1/act}. */
  private static final Pattern ROUND = Pattern.compile("/r(\\d{1,9})/.*");

  Identifier trace(String organization, int round) {
    return id(TRACE_BYTES, "trace", organization, round);
  }

  Identifier round(String organization, int round) {
    return id(SPAN_BYTES, "round", organization, round);
  }

  Identifier assign(String organization, int round) {
    return id(SPAN_BYTES, "assign", organization, round);
  }

  Identifier agent(AgentId agent, int round) {
    return id(SPAN_BYTES, "agent", agent.value(), round);
  }

  Identifier request(String requestId) {
    return id(SPAN_BYTES, "request", requestId, 0);
  }

  Identifier service(String requestId) {
    return id(SPAN_BYTES, "service", requestId, 0);
  }

  /** The round that a request belongs to; empty for those outside of any, as the first one of an agent. */
  static Optional<Integer> roundOf(HostRequest request) {
    String pair = request.pair().value();
    if (!request.requestId().startsWith(pair)) {
      return Optional.empty();
    }
    Matcher matcher = ROUND.matcher(request.requestId().substring(pair.length()));
    return matcher.matches() ? Optional.of(Integer.valueOf(matcher.group(1))) : Optional.empty();
  }

  /** Where an agent stands among all: from 0 to 1, the same everywhere. */
  double placeOf(AgentId agent) {
    int first = Byte.toUnsignedInt(id(SPAN_BYTES, "share", agent.value(), 0).bytes()[0]);
    int second = Byte.toUnsignedInt(id(SPAN_BYTES, "share", agent.value(), 0).bytes()[1]);
    return (first * 256 + second) / 65_536.0;
  }

  private Identifier id(int length, String kind, String name, int round) {
    try {
      String text = String.join("\u001f", run, kind, name, Integer.toString(round));
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      byte[] bytes = Arrays.copyOf(digest, length);
      return new Identifier(HexFormat.of().formatHex(bytes), bytes);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
