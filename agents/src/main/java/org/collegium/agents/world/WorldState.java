package org.collegium.agents.world;

import java.util.Collections;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.collegium.agents.identity.AgentId;

/**
 * The episodes that one world knows, by agent and by id: those that go on, and those that may be asked about again.
 * An agent without any has no entry.
 */
public record WorldState(NavigableMap<AgentId, NavigableMap<String, OpenEpisode>> episodes) {
  /** A world in which nobody is. */
  public static final WorldState EMPTY = new WorldState(new TreeMap<>());

  /** Copies the outer map; the inner ones are never changed. */
  public WorldState {
    episodes = Collections.unmodifiableNavigableMap(new TreeMap<>(episodes));
  }

  /** How many episodes are known. */
  public int size() {
    return episodes.values().stream().mapToInt(NavigableMap::size).sum();
  }

  Optional<OpenEpisode> episode(AgentId agent, String id) {
    return Optional.ofNullable(episodes.get(agent)).map(open -> open.get(id));
  }

  WorldState with(AgentId agent, String id, OpenEpisode episode) {
    TreeMap<String, OpenEpisode> open = openOf(agent);
    open.put(id, episode);
    return with(agent, open);
  }

  WorldState without(AgentId agent, String id) {
    if (episode(agent, id).isEmpty()) {
      return this;
    }
    TreeMap<String, OpenEpisode> open = openOf(agent);
    open.remove(id);
    return with(agent, open);
  }

  /** Without an agent's episodes whose ids begin otherwise. */
  WorldState only(AgentId agent, String prefix) {
    TreeMap<String, OpenEpisode> open = openOf(agent);
    return open.keySet().removeIf(id -> !id.startsWith(prefix)) ? with(agent, open) : this;
  }

  private TreeMap<String, OpenEpisode> openOf(AgentId agent) {
    return new TreeMap<>(episodes.getOrDefault(agent, new TreeMap<>()));
  }

  private WorldState with(AgentId agent, NavigableMap<String, OpenEpisode> open) {
    TreeMap<AgentId, NavigableMap<String, OpenEpisode>> next = new TreeMap<>(episodes);
    if (open.isEmpty()) {
      next.remove(agent);
    } else {
      next.put(agent, Collections.unmodifiableNavigableMap(open));
    }
    return new WorldState(next);
  }
}
