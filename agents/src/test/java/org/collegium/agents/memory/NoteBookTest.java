package org.collegium.agents.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NoteBookTest {
  private static final Note A = new Note("a", "a needs 1 .");
  private static final Note B = new Note("b", "b needs 2 .");
  private static final Note C = new Note("c", "c needs 3 .");

  private static NoteBook book(int notesMax, Note... notes) {
    NoteBook book = NoteBook.EMPTY;
    for (Note note : notes) {
      book = book.write(note, notesMax);
    }
    return book;
  }

  @Test
  void aNewerNoteOnASubjectTakesThePlaceOfTheOlderAndLeavesTheOthersAlone() {
    Note newer = new Note("a", "a needs 4 .");

    assertThat(book(4, A, B, newer).notes()).containsExactly(B, newer);
  }

  @Test
  void theLeastRecentlyCitedNoteLeavesFirst() {
    NoteBook cited = book(2, A, B).cite(List.of(A));

    assertThat(cited.write(C, 2).notes()).containsExactly(A, C);
  }

  @Test
  void theBestOfTheCitedNotesStaysLongest() {
    assertThat(book(4, A, B, C).cite(List.of(A, B)).notes()).containsExactly(C, B, A);
  }

  @Test
  void citingWhatIsNotThereAddsNothing() {
    assertThat(book(4, A).cite(List.of(B)).notes()).containsExactly(A);
  }

  @Test
  void aBookWithoutRoomKeepsNothing() {
    assertThat(book(0, A).notes()).isEmpty();
  }
}
