package org.collegium.agents.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.collegium.agents.memory.Note;
import org.collegium.agents.world.Task;
import org.collegium.modelhost.protocol.Tokens;

/**
 * A round at work.
 *
 * @param prefixes head of every prompt, one a task
 * @param episodes in the order of waves, tasks and rollouts, whatever the order in which they end
 * @param resamples groups replaced so far
 * @param errands what the phase asked of the host, in a fixed order; an episode's own are in its stage
 * @param noted notes of this round that are new
 * @param usage of the model host so far
 * @param learned figures of the learning steps and probes so far
 */
public record RoundWork(
    AgentMessage.Assigned assignment,
    Phase phase,
    List<Tokens> prefixes,
    List<Episode> episodes,
    int resamples,
    List<Errand> errands,
    List<Note> noted,
    Usage usage,
    Figures learned) {
  /** Copies the lists. */
  public RoundWork {
    prefixes = List.copyOf(prefixes);
    episodes = List.copyOf(episodes);
    errands = List.copyOf(errands);
    noted = List.copyOf(noted);
  }

  static RoundWork of(AgentMessage.Assigned assignment) {
    return new RoundWork(
        assignment, Phase.HEARING, List.of(), List.of(), 0, List.of(), List.of(), Usage.NONE, Figures.NONE);
  }

  int round() {
    return assignment.round();
  }

  Task taskOf(Episode episode) {
    return assignment.tasks().get(episode.task());
  }

  boolean isLearning(Episode episode) {
    return taskOf(episode).purpose() == Task.Purpose.LEARN;
  }

  /** Place of an episode; -1 when there is none of that id. */
  int episodeAt(String id) {
    for (int at = 0; at < episodes.size(); at++) {
      if (episodes.get(at).id().equals(id)) {
        return at;
      }
    }
    return -1;
  }

  /** Whether an episode waits for the world's answer to its action of that number. */
  boolean awaits(String id, int step) {
    int place = episodeAt(id);
    return place >= 0 && episodes.get(place).isWatching(step);
  }

  /** What was asked under an id and is not answered yet. */
  Optional<Errand> openErrand(String requestId) {
    for (Errand errand : errands) {
      if (errand.isOpen() && errand.isAbout(requestId)) {
        return Optional.of(errand);
      }
    }
    for (Episode episode : episodes) {
      Optional<Errand> errand = episode.errand();
      if (errand.isPresent() && errand.get().isAbout(requestId)) {
        return errand;
      }
    }
    return Optional.empty();
  }

  /** With another standing of an errand that is at work. */
  RoundWork with(Errand errand) {
    String requestId = errand.request().requestId();
    for (int at = 0; at < errands.size(); at++) {
      if (errands.get(at).isAbout(requestId)) {
        return at(phase, replaced(errands, at, errand));
      }
    }
    for (int at = 0; at < episodes.size(); at++) {
      if (episodes.get(at).errand().filter(asked -> asked.isAbout(requestId)).isPresent()) {
        return with(at, episodes.get(at).with(errand));
      }
    }
    throw new IllegalArgumentException("nothing was asked as " + requestId);
  }

  RoundWork at(Phase next, List<Errand> asked) {
    return new RoundWork(
        assignment, next, prefixes, episodes, resamples, asked, noted, usage, learned);
  }

  RoundWork with(int place, Episode episode) {
    return withEpisodes(replaced(episodes, place, episode), resamples);
  }

  RoundWork withEpisodes(List<Episode> next, int resampled) {
    return new RoundWork(
        assignment, phase, prefixes, next, resampled, errands, noted, usage, learned);
  }

  RoundWork withPrefixes(List<Tokens> next) {
    return new RoundWork(
        assignment, phase, next, episodes, resamples, errands, noted, usage, learned);
  }

  RoundWork withNoted(List<Note> next) {
    return new RoundWork(
        assignment, phase, prefixes, episodes, resamples, errands, next, usage, learned);
  }

  RoundWork withLearned(Figures next) {
    return new RoundWork(
        assignment, phase, prefixes, episodes, resamples, errands, noted, usage, next);
  }

  RoundWork with(Usage next) {
    return new RoundWork(
        assignment, phase, prefixes, episodes, resamples, errands, noted, next, learned);
  }

  private static <T> List<T> replaced(List<T> list, int place, T element) {
    List<T> next = new ArrayList<>(list);
    next.set(place, element);
    return next;
  }
}
