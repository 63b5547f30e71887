package org.collegium.organization.lamps;

import java.util.List;
import java.util.Optional;
import org.collegium.agents.dialect.Dialect;
import org.collegium.agents.dialect.Exchange;
import org.collegium.agents.dialect.Framing;
import org.collegium.agents.dialect.Passage;
import org.collegium.agents.memory.Note;
import org.collegium.agents.world.Task;

/** How one speaks about lamps. */
public final class LampDialect implements Dialect {
  @Override
  public String task(Task task) {
    return "task : " + task.text() + " .";
  }

  @Override
  public String notes(List<Note> notes) {
    return "heard : " + String.join(" ", notes.stream().map(Note::text).toList());
  }

  @Override
  public String imagined(String prediction) {
    return "imagine : " + prediction;
  }

  @Override
  public String actionCue() {
    return "act :";
  }

  @Override
  public String observed(String observation) {
    return "see : " + observation;
  }

  @Override
  public String stopWord() {
    return ".";
  }

  @Override
  public String briefing(String text) {
    return "heard : " + text;
  }

  @Override
  public Optional<String> imagineQuery(Task task, List<Exchange> soFar) {
    return soFar.isEmpty() ? Optional.of("if " + task.text() + " :") : Optional.empty();
  }

  @Override
  public boolean isWellFormed(String action) {
    return action.matches("press \\d \\.");
  }

  @Override
  public List<List<Passage>> lessons(Task task, List<Exchange> exchanges, Framing framing) {
    return exchanges.stream()
        .filter(exchange -> exchange.observation().startsWith("needs"))
        .map(
            exchange ->
                List.of(
                    new Passage("if " + task.text() + " :", false), new Passage(exchange.observation(), true)))
        .toList();
  }

  @Override
  public List<List<Passage>> anchors(long seed, int count) {
    return List.of();
  }

  @Override
  public Optional<String> noteQuery(Task task, List<Exchange> exchanges) {
    return Optional.empty();
  }

  @Override
  public Optional<Note> readNote(String generated) {
    return Optional.empty();
  }

  @Override
  public List<Note> relevantNotes(Task task, List<Note> notes, int count) {
    return List.of();
  }

  @Override
  public String summary(int episodes, int successes, List<Note> newNotes) {
    return "lit " + successes % 10 + " of " + episodes % 10 + " .";
  }
}
