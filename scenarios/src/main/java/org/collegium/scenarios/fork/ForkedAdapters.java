package org.collegium.scenarios.fork;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.collegium.agents.core.AgentState;
import org.collegium.agents.identity.AgentId;
import org.collegium.modelhost.host.ModelHost;
import org.collegium.modelhost.host.ModelHostSettings;
import org.collegium.modelhost.protocol.AdapterStamp;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostRequest;
import org.collegium.organization.messagelog.LogFilter;
import org.collegium.organization.messagelog.LogReader;
import org.collegium.organization.messagelog.Party;
import org.collegium.scenarios.configuration.InvalidInputException;
import org.collegium.scenarios.runfolder.RunFolder;

/**
 * Gets the adapters that some agents had at the end of a round: from the parent's folder when they are still there,
 * else by having a model host learn again what the log says that they learned. Either way the contents are compared
 * with the hash that the agent knew them by.
 */
final class ForkedAdapters {
  private final ModelHostSettings host;
  private final Map<String, HostReply> replies = new ConcurrentHashMap<>();

  /**
   * @param host whose store reads from the parent and writes to the fork
   */
  ForkedAdapters(ModelHostSettings host) {
    this.host = host;
  }

  /**
   * Brings them.
   *
   * @param parent its folder
   * @param agents the parent's agents that go on, as they were at the fork
   * @param before what the parent itself had begun with
   * @param telling is told, in a line, how many adapters must be learned again
   * @throws InvalidInputException when an adapter can neither be found nor be learned again bit for bit
   */
  void bring(
      RunFolder parent,
      SortedMap<AgentId, AgentState> agents,
      SortedMap<AgentId, AgentState> before,
      Consumer<String> telling) {
    SortedMap<AgentId, AgentState> adapted = new TreeMap<>(agents);
    adapted.values().removeIf(state -> state.policy().equals(AdapterStamp.NONE));
    if (adapted.isEmpty()) {
      return;
    }
    List<AgentId> missing = new ArrayList<>();
    try (ModelHost open = ModelHost.open(host)) {
      adapted.forEach((agent, state) -> submit(open, load(agent, state)));
      workOff(open);
      for (AgentId agent : adapted.keySet()) {
        if (!(reply(agent + "/load") instanceof HostReply.Opened)) {
          missing.add(agent);
        }
      }
      if (!missing.isEmpty()) {
        telling.accept("learning again what " + missing.size() + " agents had learned up to that round ...");
        learnAgain(open, parent, missing, adapted, before);
      }
      adapted.keySet().forEach(agent -> submit(open, new HostRequest.Save(agent + "/save", agent.pair())));
      workOff(open);
    }
    adapted.forEach(this::requireSaved);
  }

  private static HostRequest load(AgentId agent, AgentState state) {
    return new HostRequest.Load(agent + "/load", agent.pair(), state.policy(), state.world());
  }

  private void learnAgain(
      ModelHost open,
      RunFolder parent,
      List<AgentId> missing,
      SortedMap<AgentId, AgentState> states,
      SortedMap<AgentId, AgentState> before) {
    TreeSet<String> pairs = new TreeSet<>();
    missing.forEach(agent -> pairs.add(agent.pair().value()));
    LoggedLessons logged = new LoggedLessons(pairs);
    Party[] doors = missing.stream().map(agent -> Party.of(agent.pair())).toArray(Party[]::new);
    LogReader.read(parent.messages(), LogFilter.of(doors), logged::read);
    // One pair after the other would learn alone; together they share the host's joint steps.
    int longest = 0;
    Map<AgentId, List<LoggedLessons.Lesson>> lessons = new TreeMap<>();
    for (AgentId agent : missing) {
      LoggedLessons.Life life = logged.of(agent.pair().value());
      begin(open, agent, life, Optional.ofNullable(before.get(agent)));
      AgentState state = Optional.ofNullable(states.get(agent)).orElseThrow();
      List<LoggedLessons.Lesson> own = life.upTo(state.policy(), state.world());
      lessons.put(agent, own);
      longest = Math.max(longest, own.size());
    }
    workOff(open);
    for (int at = 0; at < longest; at++) {
      for (List<LoggedLessons.Lesson> own : lessons.values()) {
        if (at < own.size()) {
          submit(open, own.get(at).request());
        }
      }
      workOff(open);
    }
    lessons.forEach((agent, own) -> own.forEach(lesson -> requireSame(agent, lesson)));
  }

  private void begin(ModelHost open, AgentId agent, LoggedLessons.Life life, Optional<AgentState> before) {
    if (before.isPresent() && !before.get().policy().equals(AdapterStamp.NONE)) {
      submit(open, new HostRequest.Load(agent + "/begin", agent.pair(), before.get().policy(), before.get().world()));
    } else {
      life.opening().forEach(request -> submit(open, request));
    }
  }

  private void submit(ModelHost open, HostRequest request) {
    open.submit(request, reply -> replies.put(request.requestId(), reply));
  }

  private HostReply reply(String requestId) {
    return Optional.ofNullable(replies.get(requestId))
        .orElseThrow(() -> new IllegalStateException("the model host did not answer " + requestId));
  }

  private static void workOff(ModelHost open) {
    boolean worked = true;
    while (worked) {
      worked = open.work();
    }
  }

  private void requireSame(AgentId agent, LoggedLessons.Lesson lesson) {
    HostReply reply = reply(lesson.request().requestId());
    if (!(reply instanceof HostReply.Learned learned) || !learned.stamp().equals(lesson.stamp())) {
      throw new InvalidInputException(
          agent + ": its adapters of that round are not kept, and learning them again here does not give the same"
              + " bits (" + lesson.request().requestId() + "); fork at one of the last two rounds, or on the kind of"
              + " machine that the run was made on");
    }
  }

  private void requireSaved(AgentId agent, AgentState state) {
    HostReply reply = reply(agent + "/save");
    if (!(reply instanceof HostReply.Saved saved)
        || !saved.policy().equals(state.policy())
        || !saved.world().equals(state.world())) {
      throw new InvalidInputException(agent + ": its adapters cannot be brought into the fork: " + reply);
    }
  }
}
