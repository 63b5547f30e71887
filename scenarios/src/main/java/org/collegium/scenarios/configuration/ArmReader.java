package org.collegium.scenarios.configuration;

import java.util.Locale;
import java.util.Optional;
import org.collegium.agents.core.AgentBounds;
import org.collegium.agents.core.MindSettings;
import org.collegium.agents.core.PolicyLearning;
import org.collegium.agents.core.WorldLearning;
import org.collegium.agents.dialect.Framing;
import org.collegium.modelhost.protocol.ActiveAdapters;
import org.collegium.modelhost.protocol.AdapterShape;
import org.collegium.modelhost.protocol.OptimizerSettings;
import org.collegium.modelhost.protocol.PolicyObjective;
import org.collegium.modelhost.protocol.WorldObjective;
import org.collegium.organization.orchestrator.Budget;
import org.collegium.organization.topology.TopologySettings;

/** Reads the keys that an arm can override; every key is read whether it is used or not, so that each is checked. */
final class ArmReader {
  /** What moves the policy adapter. */
  private enum Objective {
    NONE,
    GRPO,
    DAPO
  }

  /** Adapters in the forward pass of a policy step. */
  private enum PolicyPass {
    POLICY,
    BOTH
  }

  /** Adapters in the forward pass of a world step. */
  private enum WorldPass {
    WORLD,
    BOTH
  }

  private final SettingsReader reader;

  ArmReader(SettingsReader reader) {
    this.reader = reader;
  }

  ArmSettings read(String name, String description) {
    int groupSize = reader.integer("group-size", 1, 256);
    MindSettings mind = mind();
    boolean learns = mind.kind() == MindSettings.Kind.MODEL;
    Optional<PolicyLearning> policy = policy().filter(_ -> learns);
    if (policy.isPresent() && groupSize < 2) {
      reader.refuse("group-size", "must be at least 2 when learning.policy.objective is not none");
    }
    return new ArmSettings(
        name,
        description,
        reader.integer("agents.count", 1, 1_000_000),
        reader.text("agents.role"),
        groupSize,
        reader.integer("rounds", 1, 1_000_000),
        mind,
        policy,
        worldModel().filter(_ -> learns),
        adapters(),
        bounds(),
        topology(),
        new Budget(limit("budget.episodes"), limit("budget.tokens")));
  }

  private MindSettings mind() {
    return new MindSettings(
        reader.choice("mind.kind", MindSettings.Kind.class),
        reader.flag("mind.imagines"),
        reader.flag("mind.notes"),
        reader.integer("mind.notes-cited", 1, 64),
        reader.choice("mind.acts-with", ActiveAdapters.class),
        reader.choice("mind.imagines-with", ActiveAdapters.class),
        reader.real("mind.act-temperature", 0.01, 10),
        reader.real("mind.imagine-temperature", 0, 10));
  }

  private Optional<PolicyLearning> policy() {
    Objective objective = reader.choice("learning.policy.objective", Objective.class);
    PolicyLearning grpo = policy(Objective.GRPO);
    PolicyLearning dapo = policy(Objective.DAPO);
    return switch (objective) {
      case NONE -> Optional.empty();
      case GRPO -> Optional.of(grpo);
      case DAPO -> Optional.of(dapo);
    };
  }

  private PolicyLearning policy(Objective objective) {
    String section = "learning.policy." + objective.name().toLowerCase(Locale.ROOT) + ".";
    int overlongMax = reader.integer(section + "overlong-max", 0, 65_536);
    int overlongCache = reader.integer(section + "overlong-cache", 0, 65_536);
    if (overlongMax > 0 && overlongCache > overlongMax) {
      reader.refuse(section + "overlong-cache", "must be at most overlong-max (" + overlongMax + ")");
    }
    PolicyObjective parts = new PolicyObjective(
        reader.real(section + "clip-low", 0, 10),
        reader.real(section + "clip-high", 0, 10),
        reader.choice(section + "aggregation", PolicyObjective.Aggregation.class),
        reader.flag(section + "drops-flat-groups"),
        overlongMax,
        overlongCache,
        reader.real("learning.policy.kl-weight", 0, 100),
        reader.real("learning.policy.entropy-bonus", 0, 100));
    return new PolicyLearning(
        parts,
        optimizer("learning.policy.learning-rate"),
        switch (reader.choice("learning.policy.active", PolicyPass.class)) {
          case POLICY -> ActiveAdapters.POLICY;
          case BOTH -> ActiveAdapters.BOTH;
        },
        reader.integer("learning.policy.inner-steps", 1, 1000),
        reader.integer(section + "resamples-max", 0, 1024));
  }

  private Optional<WorldLearning> worldModel() {
    WorldLearning learning = new WorldLearning(
        new WorldObjective(
            reader.integer("learning.world.rows-per-step", 1, 256),
            reader.integer("learning.world.inner-steps", 1, 1000),
            reader.real("learning.world.stop-loss", 0, 10),
            reader.real("learning.world.anchor-weight", 0, 100)),
        optimizer("learning.world.learning-rate"),
        switch (reader.choice("learning.world.active", WorldPass.class)) {
          case WORLD -> ActiveAdapters.WORLD;
          case BOTH -> ActiveAdapters.BOTH;
        },
        reader.choice("learning.world.framing", Framing.class),
        reader.integer("learning.world.replay-rows", 0, 4096),
        reader.integer("learning.world.anchors", 0, 256));
    return reader.flag("learning.world.enabled") ? Optional.of(learning) : Optional.empty();
  }

  private OptimizerSettings optimizer(String learningRateKey) {
    return new OptimizerSettings(
        reader.real(learningRateKey, 0, 1),
        reader.real("learning.optimizer.beta1", 0, 0.9999),
        reader.real("learning.optimizer.beta2", 0, 0.99999),
        reader.real("learning.optimizer.epsilon", 1e-12, 1),
        reader.real("learning.optimizer.weight-decay", 0, 1),
        reader.real("learning.optimizer.gradient-norm-max", 1e-6, 1e6));
  }

  private AdapterShape adapters() {
    int rankMax = reader.integer("model.rank-max", 1, 256);
    return new AdapterShape(
        reader.integer("adapters.policy-rank", 1, rankMax),
        reader.integer("adapters.world-rank", 1, rankMax),
        reader.real("adapters.scale", 0.001, 1000));
  }

  private AgentBounds bounds() {
    return new AgentBounds(
        reader.integer("bounds.context-tokens", 16, 1_000_000),
        reader.integer("bounds.action-tokens", 1, 65_536),
        reader.integer("bounds.steps", 1, 10_000),
        reader.integer("bounds.notes", 0, 100_000),
        reader.integer("bounds.lessons", 0, 100_000),
        reader.integer("bounds.summary-tokens", 1, 4096),
        reader.integer("bounds.briefing-tokens", 0, 4096),
        reader.integer("bounds.retries", 1, 1000));
  }

  private TopologySettings topology() {
    return new TopologySettings(
        reader.choice("topology.kind", TopologySettings.Kind.class),
        reader.integer("topology.degree", 1, 10_000),
        reader.real("topology.rewiring", 0, 1));
  }

  private long limit(String key) {
    long value = reader.whole(key, 0, Long.MAX_VALUE);
    return value == 0 ? Long.MAX_VALUE : value;
  }
}
