package org.collegium.scenarios.logview;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.collegium.agents.proto.AgentMessageProto;
import org.collegium.agents.proto.WorldMessageProto;
import org.collegium.modelhost.proto.HostReplyProto;
import org.collegium.modelhost.proto.HostRequestProto;
import org.collegium.modelhost.wire.WireException;
import org.collegium.organization.proto.LandmarkProto;
import org.collegium.organization.proto.OrchestratorMessageProto;

/** Kinds of messages in a log: the manifest that a record carries, a word for people, and how its bytes are read. */
public enum MessageKind {
  ASSIGNED("aa", "assigned", AgentMessageProto.parser()),
  TOLD("at", "told", AgentMessageProto.parser()),
  HOST_ANSWERED("ah", "host-answered", AgentMessageProto.parser()),
  OBSERVED("ao", "observed", AgentMessageProto.parser()),
  EPISODE_LOST("ae", "episode-lost", AgentMessageProto.parser()),
  RETRY_DUE("ar", "retry-due", AgentMessageProto.parser()),
  OPEN_EPISODE("wo", "open-episode", WorldMessageProto.parser()),
  ACT("wa", "act", WorldMessageProto.parser()),
  LEAVE_EPISODE("wl", "leave-episode", WorldMessageProto.parser()),
  BEGIN("ob", "begin", OrchestratorMessageProto.parser()),
  REPORTED("or", "reported", OrchestratorMessageProto.parser()),
  AGENT_FAILED("of", "agent-failed", OrchestratorMessageProto.parser()),
  NODE_FAILED("on", "node-failed", OrchestratorMessageProto.parser()),
  STOP_REQUESTED("os", "stop-requested", OrchestratorMessageProto.parser()),
  PROCESS_BEGAN("lb", "process-began", LandmarkProto.parser()),
  RECOVERED("lr", "recovered", LandmarkProto.parser()),
  MERGED("lm", "merged", LandmarkProto.parser()),
  ASK_OPEN("qo", "ask-open", HostRequestProto.parser()),
  ASK_GENERATE("qg", "ask-generate", HostRequestProto.parser()),
  ASK_SCORE("qs", "ask-score", HostRequestProto.parser()),
  ASK_LEARN_POLICY("qp", "ask-learn-policy", HostRequestProto.parser()),
  ASK_LEARN_WORLD("qw", "ask-learn-world", HostRequestProto.parser()),
  ASK_DERIVE("qd", "ask-derive", HostRequestProto.parser()),
  ASK_SAVE("qv", "ask-save", HostRequestProto.parser()),
  ASK_LOAD("ql", "ask-load", HostRequestProto.parser()),
  OPENED("ro", "opened", HostReplyProto.parser()),
  GENERATED("rg", "generated", HostReplyProto.parser()),
  SCORED("rs", "scored", HostReplyProto.parser()),
  LEARNED("rl", "learned", HostReplyProto.parser()),
  SAVED("rv", "saved", HostReplyProto.parser()),
  REFUSED("rx", "refused", HostReplyProto.parser());

  private static final Map<String, MessageKind> BY_MANIFEST =
      Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(kind -> kind.manifest, Function.identity()));

  private final String manifest;
  private final String word;
  private final Parser<? extends Message> parser;

  MessageKind(String manifest, String word, Parser<? extends Message> parser) {
    this.manifest = manifest;
    this.word = word;
    this.parser = parser;
  }

  /** As people write it. */
  public String word() {
    return word;
  }

  /** All words, in the order of who is told. */
  public static List<String> words() {
    return Arrays.stream(values()).map(MessageKind::word).toList();
  }

  /**
   * The kind of a manifest.
   *
   * @throws WireException when it is none of this version's
   */
  public static MessageKind of(String manifest) {
    MessageKind kind = BY_MANIFEST.get(manifest);
    if (kind == null) {
      throw new WireException("unknown manifest " + manifest);
    }
    return kind;
  }

  /**
   * A payload as the Protobuf message that it is.
   *
   * @throws WireException when it is none
   */
  Message message(ByteString payload) {
    try {
      return parser.parseFrom(payload);
    } catch (InvalidProtocolBufferException broken) {
      throw new WireException(word + ": the bytes are no such message: " + broken.getMessage(), broken);
    }
  }
}
