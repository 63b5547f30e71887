package org.collegium.scenarios.frontdesk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.collegium.agents.dialect.Exchange;
import org.collegium.agents.dialect.Framing;
import org.collegium.agents.dialect.Passage;
import org.collegium.agents.memory.Note;
import org.collegium.agents.world.Task;
import org.collegium.modelhost.tokenizer.HuggingFaceTokenizers;
import org.collegium.modelhost.tokenizer.Tokenizer;
import org.junit.jupiter.api.Test;

class FrontDeskDialectTest {
  private static final Task TASK = new Task("t0", "get refund at zor bal", Task.Purpose.LEARN, "learn", 1);
  private static final List<Exchange> REFUSED =
      List.of(
          new Exchange("ask user pin .", "user says 1 2 3 4 ."),
          new Exchange("call zor bal pin 1 2 3 4 .", "rep says i need the zip . call over ."));
  private static final List<Exchange> DONE =
      List.of(
          new Exchange("ask user zip .", "user says 1 2 3 4 ."),
          new Exchange("call zor bal zip 1 2 3 4 .", "rep says thank you refund done ."));

  private final FrontDeskDialect dialect = FrontDeskDialect.ofPrivateWorlds();

  @Test
  void aRefusalIsLearnedAsTheAnswerToTheAbstractCall() {
    assertThat(dialect.lessons(TASK, REFUSED, Framing.QUERY))
        .containsExactly(
            List.of(
                new Passage("task : get refund at zor bal . suppose : call zor bal . obs :", false),
                new Passage("rep says i need the zip .", true)));
    assertThat(dialect.imagineQuery(TASK, List.of()))
        .contains("task : get refund at zor bal . suppose : call zor bal . obs :");
    assertThat(dialect.imagineQuery(TASK, REFUSED)).isEmpty();
  }

  @Test
  void aSuccessTeachesNothingAboutTheAbstractCall() {
    assertThat(dialect.lessons(TASK, DONE, Framing.QUERY)).isEmpty();
  }

  @Test
  void aLiteralLessonKeepsTheArgumentsAndNeverLearnsTheDigits() {
    assertThat(dialect.lessons(TASK, REFUSED, Framing.LITERAL))
        .containsExactly(
            List.of(
                new Passage(
                    "task : get refund at zor bal . act : ask user pin . obs : user says 1 2 3 4 ."
                        + " act : call zor bal pin 1 2 3 4 . obs :",
                    false),
                new Passage("rep says i need the zip . call over .", true)));
    assertThat(dialect.lessons(TASK, DONE, Framing.LITERAL)).hasSize(1);
  }

  @Test
  void aTranscriptAsksForANoteWhenItTellsWhatIsNeeded() {
    assertThat(dialect.noteQuery(TASK, REFUSED).orElseThrow())
        .startsWith("task : get refund at zor bal . act : ask user pin .")
        .endsWith("obs : rep says i need the zip . call over . note :");
    assertThat(dialect.noteQuery(TASK, DONE)).isPresent();
    assertThat(dialect.noteQuery(TASK, List.of(new Exchange("zip", "that means nothing . call over .")))).isEmpty();
    assertThat(dialect.noteQuery(TASK, List.of())).isEmpty();
  }

  @Test
  void onlyAWellFormedNoteIsRead() {
    assertThat(dialect.readNote("zor bal needs zip .")).contains(new Note("zor bal", "zor bal needs zip ."));
    for (String malformed : List.of("", ".", "zor bal needs .", "zor zor needs zip .", "zor bal needs zip . .")) {
      assertThat(dialect.readNote(malformed)).as(malformed).isEmpty();
    }
  }

  @Test
  void onlyNotesOnTheCompanyBearOnATask() {
    Note right = new Note("zor bal", "zor bal needs zip .");
    Note other = new Note("bal zor", "bal zor needs pin .");
    assertThat(dialect.relevantNotes(TASK, List.of(other, right), 3)).containsExactly(right);
    assertThat(dialect.relevantNotes(TASK, List.of(other), 3)).isEmpty();
    assertThat(dialect.notes(List.of(right, other))).isEqualTo("notes : zor bal needs zip . bal zor needs pin .");
  }

  @Test
  void everyTextOfTheDialectCanBeEncoded() {
    Tokenizer tokenizer = HuggingFaceTokenizers.ofJson(Vocabulary.tokenizerJson(), "vocabulary");
    Note note = new Note("zor bal", "zor bal needs zip .");
    List<String> texts =
        List.of(
            dialect.task(TASK), dialect.notes(List.of(note)), dialect.imagined("rep says i need the zip ."),
            dialect.imagined(""), dialect.imagined("rep says"), dialect.actionCue(), dialect.stopWord(),
            dialect.observed("user says 1 2 3 4 ."), dialect.imagineQuery(TASK, List.of()).orElseThrow(),
            dialect.noteQuery(TASK, REFUSED).orElseThrow(), dialect.summary(16, 12, List.of(note)),
            new FrontDeskDialect(FrontDeskDialect.Briefings.CITED).briefing(dialect.summary(120, 7, List.of(note))));
    for (String text : texts) {
      assertThat(tokenizer.decode(tokenizer.encode(text))).isEqualTo(text);
    }
    assertThat(dialect.briefing("done 1 of 2 .")).isEmpty();
  }

  @Test
  void anchorsAskAboutCompaniesThatNoWorldHasAndFollowTheSeed() {
    List<List<Passage>> anchors = dialect.anchors(4, 8);
    assertThat(anchors).hasSize(8).isEqualTo(dialect.anchors(4, 8)).isNotEqualTo(dialect.anchors(5, 8));
    for (Company heldOut : Company.heldOut()) {
      assertThat(anchors).noneMatch(anchor -> anchor.getFirst().text().contains("at " + heldOut.name() + " ."));
    }
  }

  @Test
  void formIsWhatCountsNotSense() {
    assertThat(dialect.isWellFormed("call bal zor pin 1 2 3 4 .")).isTrue();
    for (String malformed : List.of("", "ask user pin", "ask user zor .", "call zor bal pin 1 2 3 .", "suppose : .")) {
      assertThat(dialect.isWellFormed(malformed)).as(malformed).isFalse();
    }
  }
}
