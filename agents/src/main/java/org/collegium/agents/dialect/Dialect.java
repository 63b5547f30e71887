package org.collegium.agents.dialect;

import java.util.List;
import java.util.Optional;
import org.collegium.agents.memory.Note;
import org.collegium.agents.world.Task;

/**
 * How a scenario speaks. Pure; every text it returns can be encoded by the base's tokenizer, words divided by one
 * space.
 *
 * <p>A prompt is: {@link #task}, then {@link #briefing} unless it is empty, then {@link #notes} if there are any, then
 * for each exchange {@link #actionCue} + action + {@link #observed}, and at last {@link #actionCue}. What was imagined
 * stands as {@link #imagined} before the action it was asked for, and stays there: a prompt only grows at its end. An
 * opening observation that is not empty stands as {@link #observed} behind the notes.
 */
public interface Dialect {
  /** The line that states the task. */
  String task(Task task);

  /** The line that cites notes; the list is not empty. */
  String notes(List<Note> notes);

  /** The line that hands a prediction to the policy. */
  String imagined(String prediction);

  /** What stands before an action. */
  String actionCue();

  /** The line that cites what the world answered. */
  String observed(String observation);

  /** The word behind which an action or a prediction ends; part of it. */
  String stopWord();

  /** The line that cites a briefing; empty text when this dialect has no use for one. */
  String briefing(String text);

  /** The prompt whose continuation by the world adapter predicts the answer to a tentative action, if asked here. */
  Optional<String> imagineQuery(Task task, List<Exchange> soFar);

  /** Whether a generated action has the form of one. */
  boolean isWellFormed(String action);

  /** What the world model can learn from a finished episode; each lesson is one trajectory. */
  List<List<Passage>> lessons(Task task, List<Exchange> exchanges, Framing framing);

  /** Made-up queries on things that do not exist, for the anchor; the same seed gives the same ones. */
  List<List<Passage>> anchors(long seed, int count);

  /** The prompt that asks for a note on a finished episode, when there is something to note. */
  Optional<String> noteQuery(Task task, List<Exchange> exchanges);

  /** Reads a generated note; empty when it is malformed. */
  Optional<Note> readNote(String generated);

  /** Notes that bear on the task, best first, at most {@code count}. */
  List<Note> relevantNotes(Task task, List<Note> notes, int count);

  /** The rule-made text of a round's summary, before it is cut to its bound. */
  String summary(int episodes, int successes, List<Note> newNotes);
}
