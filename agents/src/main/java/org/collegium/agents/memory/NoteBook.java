package org.collegium.agents.memory;

import java.util.ArrayList;
import java.util.List;

/**
 * An agent's notes, one a subject, the least recently cited or written first. It grows and shrinks by single notes and
 * is never rewritten as a whole (ACE, arXiv 2510.04618: rewriting collapses what was learned).
 */
public record NoteBook(List<Note> notes) {
  /** Nothing noted yet. */
  public static final NoteBook EMPTY = new NoteBook(List.of());

  /** Copies the list. */
  public NoteBook {
    notes = List.copyOf(notes);
  }

  /** Whether this very note stands here. */
  public boolean holds(Note note) {
    return notes.contains(note);
  }

  /**
   * With one more note. It takes the place of an older one on its subject; beyond {@code notesMax} the least recently
   * cited notes leave.
   */
  public NoteBook write(Note note, int notesMax) {
    List<Note> next = new ArrayList<>(notes.size() + 1);
    for (Note old : notes) {
      if (!old.subject().equals(note.subject())) {
        next.add(old);
      }
    }
    next.add(note);
    return new NoteBook(next.subList(Math.max(0, next.size() - notesMax), next.size()));
  }

  /** With the cited notes marked as the most recently cited, the best one last to leave. */
  public NoteBook cite(List<Note> cited) {
    if (cited.isEmpty()) {
      return this;
    }
    List<Note> next = new ArrayList<>(notes.size());
    for (Note note : notes) {
      if (!cited.contains(note)) {
        next.add(note);
      }
    }
    for (Note note : cited.reversed()) {
      if (notes.contains(note)) {
        next.add(note);
      }
    }
    return new NoteBook(next);
  }
}
