package org.collegium.agents.wire;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.collegium.agents.core.AgentState;
import org.collegium.agents.core.StateHash;

/** SHA-256 over the Protobuf bytes of a settled state: all lists are ordered and there are no maps. */
public final class CanonicalStateHash implements StateHash {
  private static final AgentsWire WIRE = AgentsWire.unbudgeted();

  @Override
  public String of(AgentState state) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(WIRE.encode(state.settled()).toByteArray());
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
