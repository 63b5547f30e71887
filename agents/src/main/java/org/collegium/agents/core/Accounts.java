package org.collegium.agents.core;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.collegium.agents.context.PromptBuilder;
import org.collegium.modelhost.protocol.AdapterKind;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostRequest;
import org.collegium.modelhost.protocol.LearnFigures;
import org.collegium.modelhost.protocol.Reals;

/** Counts what {@link Figures} lists, always in the order of episodes and probes. */
final class Accounts {
  private final PromptBuilder prompts;

  Accounts(PromptBuilder prompts) {
    this.prompts = prompts;
  }

  /** All figures of a round whose phases are done. */
  Figures ofRound(RoundWork work) {
    SortedMap<String, Tally> tallies = new TreeMap<>();
    long bytes = 0;
    for (Episode episode : work.episodes()) {
      String label = work.taskOf(episode).label();
      count(tallies, "success/" + label, isSuccess(episode) ? 1 : 0);
      count(tallies, "reward/" + label, episode.reward());
      count(tallies, "well-formed/" + label, episode.isWellFormed() ? 1 : 0);
      bytes += prompts.bytes(episode.context());
    }
    List<Group> groups = Group.of(work);
    count(tallies, "groups", groups.size());
    count(tallies, "flat-groups", (double) groups.stream().filter(Group::isFlat).count());
    count(tallies, "tokens-generated", (double) work.usage().tokensGenerated());
    count(tallies, "tokens-read", (double) work.usage().tokensRead());
    count(tallies, "notes", work.noted().size());
    count(tallies, "context-bytes", (double) bytes);
    count(tallies, Figures.REFUSALS, (double) work.usage().refusals());
    return new Figures(tallies).plus(work.learned());
  }

  /** Whether an episode reached what it was for. */
  static boolean isSuccess(Episode episode) {
    return episode.reward() > 0;
  }

  private static void count(SortedMap<String, Tally> tallies, String name, double value) {
    tallies.merge(name, Tally.of(value), Tally::plus);
  }

  /** What a learning step did. */
  static Figures ofLearning(HostRequest request, HostReply.Learned learned) {
    LearnFigures done = learned.figures();
    boolean isPolicy = learned.kind() == AdapterKind.POLICY;
    Figures figures =
        Figures.NONE
            .with("tokens-learned", (double) done.tokens())
            .with(isPolicy ? "policy-steps" : "world-steps", done.steps());
    if (request instanceof HostRequest.LearnWorld world) {
      figures = figures.with("lessons", world.fresh().size());
    }
    if (done.steps() == 0) {
      return figures;
    }
    return isPolicy
        ? figures
            .with("policy-loss", done.loss())
            .with("clip-fraction", done.clipFraction())
            .with("policy-entropy", done.entropy())
        : figures.with("world-loss", done.loss());
  }

  /** What one probe found: entropy and surprise (nats), averaged over the answer's tokens. */
  static Figures ofProbe(String label, HostReply.Scored scored) {
    return Figures.NONE
        .with("entropy/" + label, mean(scored.entropies()))
        .with("surprise/" + label, -mean(scored.logProbabilities()));
  }

  private static double mean(Reals values) {
    double sum = 0;
    for (int at = 0; at < values.length(); at++) {
      sum += values.at(at);
    }
    return sum / values.length();
  }
}
