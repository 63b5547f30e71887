package org.collegium.scenarios.fork;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.collegium.agents.core.AgentState;
import org.collegium.agents.identity.AgentId;
import org.collegium.modelhost.host.ModelHostSettings;
import org.collegium.modelhost.protocol.AdapterPairId;
import org.collegium.modelhost.store.DirectoryAdapterStore;
import org.collegium.organization.messagelog.LogReader;
import org.collegium.organization.orchestrator.OrganizationSettings;
import org.collegium.organization.replay.RoundHistory;
import org.collegium.organization.replay.StatesAtRound;
import org.collegium.organization.rounds.InitialStates;
import org.collegium.organization.rounds.OrchestratorState;
import org.collegium.organization.run.RoundResult;
import org.collegium.organization.run.RunPlan;
import org.collegium.scenarios.configuration.InvalidInputException;
import org.collegium.scenarios.experiment.Origin;
import org.collegium.scenarios.runfolder.RunFolder;

/** Another future for a run, prepared from its folder. */
public final class Fork {
  private final RunFolder parent;
  private final RunPlan parentPlan;
  private final Origin parentOrigin;
  private final int round;
  private final Changes changes;

  /**
   * Prepares a fork.
   *
   * @param parent folder of the run
   * @param parentPlan its plan
   * @param parentOrigin where it came from itself
   * @param round last one that the fork shares with it
   * @throws InvalidInputException when the parent itself began after that round
   */
  public Fork(RunFolder parent, RunPlan parentPlan, Origin parentOrigin, int round, Changes changes) {
    this.parent = parent;
    this.parentPlan = parentPlan;
    this.parentOrigin = parentOrigin;
    this.round = round;
    this.changes = changes;
    if (round < 0) {
      throw new InvalidInputException("--at-round: must be 0 or more, was " + round);
    }
    int first = parentOrigin.parent().map(Origin.Parent::round).orElse(0);
    if (round < first) {
      throw new InvalidInputException(
          "--at-round: " + parent.root() + " was itself forked at round " + first + "; for an earlier one fork "
              + parentOrigin.parent().map(Origin.Parent::run).orElse("its parent"));
    }
  }

  /** Overrides of the parent's configuration that make the fork's. */
  public List<String> overrides() {
    return changes.overrides();
  }

  /**
   * Where the fork comes from.
   *
   * @param plan of the fork
   * @throws InvalidInputException when the parent did not get to that round, or has no organization that the fork needs
   */
  public Origin origin(RunPlan plan) {
    RoundHistory history = new RoundHistory(parentPlan, parentOrigin.states());
    StatesAtRound states = new StatesAtRound(parentPlan, parentOrigin.states(), round);
    LogReader.read(parent.messages(), record -> {
      history.read(record);
      states.read(record);
    });
    InitialStates all = states.states();
    requireRound(history);
    SortedMap<AgentId, AgentState> agents = new TreeMap<>();
    SortedMap<String, OrchestratorState> orchestrators = new TreeMap<>();
    SortedMap<String, List<RoundResult>> rounds = new TreeMap<>();
    for (OrganizationSettings organization : plan.organizations()) {
      Renaming renaming = renaming(organization);
      orchestrators.put(organization.id(), renaming.state(all.of(renaming.from())));
      all.agents().forEach((agent, state) -> {
        if (agent.organization().equals(renaming.from())) {
          agents.put(renaming.agent(agent), renaming.state(state));
        }
      });
      List<RoundResult> own = new ArrayList<>(parentOrigin.brought(renaming.from()));
      own.addAll(history.rounds().getOrDefault(renaming.from(), List.of()));
      rounds.put(organization.id(), own.stream().map(renaming::round).toList());
    }
    String name = String.valueOf(parent.root().toAbsolutePath().normalize().getFileName());
    return new Origin(
        Optional.of(new Origin.Parent(name, round, changes.lines())),
        new InitialStates(agents, orchestrators),
        rounds);
  }

  /**
   * Fills the folder of the fork with what it begins with; its configuration is there already.
   *
   * @param plan of the fork
   * @param host settings of its model host, without a store
   * @param telling is told in a line what takes its time
   */
  public void prepare(
      RunFolder folder, Origin origin, RunPlan plan, ModelHostSettings host, Consumer<String> telling)
      throws IOException {
    SortedMap<AgentId, AgentState> parents = new TreeMap<>();
    SortedMap<AdapterPairId, AdapterPairId> names = new TreeMap<>((one, other) ->
        one.value().compareTo(other.value()));
    for (OrganizationSettings organization : plan.organizations()) {
      Renaming renaming = renaming(organization);
      origin.states().agents().forEach((agent, state) -> {
        if (agent.organization().equals(organization.id())) {
          AgentId before = new AgentId(renaming.from(), agent.name());
          parents.put(before, state);
          names.put(before.pair(), agent.pair());
        }
      });
    }
    UnaryOperator<AdapterPairId> renamed = pair -> names.getOrDefault(pair, pair);
    BridgedStore bridge =
        new BridgedStore(
            List.of(new DirectoryAdapterStore(parent.adapters()), new DirectoryAdapterStore(parent.originAdapters())),
            List.of(new DirectoryAdapterStore(folder.adapters()), new DirectoryAdapterStore(folder.originAdapters())),
            renamed);
    new ForkedAdapters(host.withAdapterStore(bridge))
        .bring(parent, parents, parentOrigin.states().agents(), telling);
    OriginFile.write(origin, folder);
  }

  private Renaming renaming(OrganizationSettings organization) {
    int slash = organization.id().lastIndexOf('/');
    String before = changes.before(organization.id().substring(0, slash)) + organization.id().substring(slash);
    if (parentPlan.organizations().stream().noneMatch(each -> each.id().equals(before))) {
      throw new InvalidInputException(
          parent.root() + ": has no organization " + before + ", which " + organization.id() + " would go on from");
    }
    return new Renaming(before, organization.id());
  }

  private void requireRound(RoundHistory history) {
    int highest = parentOrigin.parent().map(Origin.Parent::round).orElse(0);
    for (List<RoundResult> rounds : history.rounds().values()) {
      highest = Math.max(highest, rounds.isEmpty() ? 0 : rounds.getLast().round());
    }
    if (round > highest) {
      throw new InvalidInputException(
          "--at-round: " + parent.root() + " closed " + highest + " rounds; " + round + " is beyond");
    }
  }
}
