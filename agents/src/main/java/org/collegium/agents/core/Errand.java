package org.collegium.agents.core;

import java.util.Optional;
import org.collegium.modelhost.protocol.AdapterKind;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostRequest;

/**
 * Something asked of the model host.
 *
 * @param refusals how often the host had no room for it
 * @param resting whether it waits to be asked again
 * @param reply the answer, once it is here
 */
public record Errand(HostRequest request, int refusals, boolean resting, Optional<HostReply> reply) {
  static Errand to(HostRequest request) {
    return new Errand(request, 0, false, Optional.empty());
  }

  Errand refused() {
    return new Errand(request, refusals + 1, true, reply);
  }

  /** Waits for something that is not the host's room. */
  Errand rested() {
    return new Errand(request, refusals, true, reply);
  }

  Errand askedAgain() {
    return new Errand(request, refusals, false, reply);
  }

  Errand answered(HostReply answer) {
    return new Errand(request, refusals, false, Optional.of(answer));
  }

  boolean isOpen() {
    return reply.isEmpty();
  }

  boolean isAbout(String requestId) {
    return request.requestId().equals(requestId);
  }

  /** Whether a reply is of the kind that the request is answered by. */
  boolean fits(HostReply answer) {
    return switch (request) {
      case HostRequest.Open _, HostRequest.Derive _, HostRequest.Load _ -> answer instanceof HostReply.Opened;
      case HostRequest.Generate _ -> answer instanceof HostReply.Generated;
      case HostRequest.Score _ -> answer instanceof HostReply.Scored;
      case HostRequest.LearnPolicy _ -> isLearned(answer, AdapterKind.POLICY);
      case HostRequest.LearnWorld _ -> isLearned(answer, AdapterKind.WORLD);
      case HostRequest.Save _ -> answer instanceof HostReply.Saved;
    };
  }

  private static boolean isLearned(HostReply answer, AdapterKind kind) {
    return answer instanceof HostReply.Learned learned && learned.kind() == kind;
  }

  /** Tokens that the host reads to serve it; learning is counted by what it reports. */
  long tokensRead() {
    return switch (request) {
      case HostRequest.Generate generate -> generate.prompt().length();
      case HostRequest.Score score -> score.tokens().length();
      case HostRequest.Open _, HostRequest.Derive _, HostRequest.Load _, HostRequest.Save _ -> 0;
      case HostRequest.LearnPolicy _, HostRequest.LearnWorld _ -> 0;
    };
  }
}
