package org.collegium.agents.core;

import java.util.List;
import java.util.Optional;
import org.collegium.agents.memory.LessonMemory;
import org.collegium.agents.memory.NoteBook;
import org.collegium.modelhost.protocol.AdapterStamp;

/**
 * Everything an agent knows. At a round boundary {@code work} is empty and the rest is small.
 *
 * @param roundDone last finished round; 0 before the first
 * @param policy contents of the policy adapter; {@link AdapterStamp#NONE} before the pair is opened
 * @param world contents of the world adapter
 * @param summary what was told of the last finished round
 * @param inbox neighbours' summaries that a round may still await, in the order of round and sender
 * @param work the round at work
 */
public record AgentState(
    int roundDone,
    AdapterStamp policy,
    AdapterStamp world,
    NoteBook notes,
    LessonMemory lessons,
    Optional<Summary> summary,
    List<AgentMessage.Told> inbox,
    Optional<RoundWork> work) {
  /** An agent before its first round. */
  public static final AgentState INITIAL =
      new AgentState(
          0,
          AdapterStamp.NONE,
          AdapterStamp.NONE,
          NoteBook.EMPTY,
          LessonMemory.EMPTY,
          Optional.empty(),
          List.of(),
          Optional.empty());

  /** Copies the list. */
  public AgentState {
    inbox = List.copyOf(inbox);
  }

  /**
   * The part that depends on no order of arrival and on no load: what {@link StateHash} counts. Neighbours' summaries
   * (they may come before or after the round's end) and refusals are left out.
   */
  public AgentState settled() {
    Optional<Summary> steady =
        summary.map(told -> new Summary(told.text(), told.figures().without(Figures.REFUSALS)));
    return new AgentState(roundDone, policy, world, notes, lessons, steady, List.of(), Optional.empty());
  }

  /** The round at work; only where one is. */
  RoundWork working() {
    return work.orElseThrow(() -> new IllegalStateException("no round is at work after round " + roundDone));
  }

  AgentState with(RoundWork next) {
    return new AgentState(roundDone, policy, world, notes, lessons, summary, inbox, Optional.of(next));
  }

  AgentState withoutWork() {
    return new AgentState(roundDone, policy, world, notes, lessons, summary, inbox, Optional.empty());
  }

  AgentState withAdapters(AdapterStamp nextPolicy, AdapterStamp nextWorld) {
    return new AgentState(roundDone, nextPolicy, nextWorld, notes, lessons, summary, inbox, work);
  }

  AgentState withNotes(NoteBook next) {
    return new AgentState(roundDone, policy, world, next, lessons, summary, inbox, work);
  }

  AgentState withLessons(LessonMemory next) {
    return new AgentState(roundDone, policy, world, notes, next, summary, inbox, work);
  }

  AgentState withInbox(List<AgentMessage.Told> next) {
    return new AgentState(roundDone, policy, world, notes, lessons, summary, next, work);
  }

  AgentState finished(int round, Summary told) {
    return new AgentState(round, policy, world, notes, lessons, Optional.of(told), inbox, Optional.empty());
  }
}
