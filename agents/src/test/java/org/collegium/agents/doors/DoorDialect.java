package org.collegium.agents.doors;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.collegium.agents.dialect.Dialect;
import org.collegium.agents.dialect.Exchange;
import org.collegium.agents.dialect.Framing;
import org.collegium.agents.dialect.Passage;
import org.collegium.agents.memory.Note;
import org.collegium.agents.world.Task;

/** How one speaks about doors. */
public final class DoorDialect implements Dialect {
  @Override
  public String task(Task task) {
    return "task : " + task.text() + " .";
  }

  @Override
  public String notes(List<Note> notes) {
    return "notes : " + String.join(" ", notes.stream().map(Note::text).toList());
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
    return "obs : " + observation;
  }

  @Override
  public String stopWord() {
    return ".";
  }

  @Override
  public String briefing(String text) {
    return "briefing : " + text;
  }

  @Override
  public Optional<String> imagineQuery(Task task, List<Exchange> soFar) {
    return Optional.of("suppose " + door(task) + " :");
  }

  private static String door(Task task) {
    return task.text().substring(task.text().length() - 1);
  }

  @Override
  public boolean isWellFormed(String action) {
    return action.matches("turn \\d \\.");
  }

  @Override
  public List<List<Passage>> lessons(Task task, List<Exchange> exchanges, Framing framing) {
    List<List<Passage>> lessons = new ArrayList<>();
    for (Exchange exchange : exchanges) {
      if (exchange.observation().startsWith("needs")) {
        String given =
            switch (framing) {
              case QUERY -> "suppose " + door(task) + " :";
              case LITERAL -> task(task) + " act : " + exchange.action() + " obs :";
            };
        lessons.add(List.of(new Passage(given, false), new Passage(exchange.observation(), true)));
      }
    }
    return lessons;
  }

  @Override
  public List<List<Passage>> anchors(long seed, int count) {
    List<List<Passage>> anchors = new ArrayList<>();
    for (int at = 0; at < count; at++) {
      String key = String.valueOf(Math.floorMod(seed + at, 10));
      anchors.add(List.of(new Passage("suppose unseen :", false), new Passage("needs " + key + " .", true)));
    }
    return anchors;
  }

  @Override
  public Optional<String> noteQuery(Task task, List<Exchange> exchanges) {
    return exchanges.stream()
        .filter(exchange -> exchange.observation().startsWith("needs"))
        .findFirst()
        .map(exchange -> task(task) + " obs : " + exchange.observation() + " note :");
  }

  @Override
  public Optional<Note> readNote(String generated) {
    return generated.matches("[a-d] needs \\d \\.")
        ? Optional.of(new Note(generated.substring(0, 1), generated))
        : Optional.empty();
  }

  @Override
  public List<Note> relevantNotes(Task task, List<Note> notes, int count) {
    return notes.stream().filter(note -> note.subject().equals(door(task))).limit(count).toList();
  }

  @Override
  public String summary(int episodes, int successes, List<Note> newNotes) {
    List<String> words = new ArrayList<>(List.of("done " + successes % 10 + " of " + episodes % 10 + " ."));
    newNotes.forEach(note -> words.add(note.text()));
    return String.join(" ", words);
  }
}
