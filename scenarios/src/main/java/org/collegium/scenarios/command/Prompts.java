package org.collegium.scenarios.command;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** Asks for lines: in a terminal with editing and history, else line by line from the standard input. */
final class Prompts implements AutoCloseable {
  private final Optional<Terminal> terminal;
  private final Function<String, Optional<String>> lines;

  private Prompts(Optional<Terminal> terminal, Function<String, Optional<String>> lines) {
    this.terminal = terminal;
    this.lines = lines;
  }

  static Prompts open() throws IOException {
    if (Optional.ofNullable(System.console()).filter(Console::isTerminal).isEmpty()) {
      BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      return new Prompts(Optional.empty(), _ -> next(input));
    }
    Terminal terminal = TerminalBuilder.builder().system(true).build();
    LineReader reader = LineReaderBuilder.builder().terminal(terminal).build();
    return new Prompts(Optional.of(terminal), label -> next(reader, label));
  }

  /** The next line; empty when there is none any more. */
  Optional<String> ask(String label) {
    return lines.apply(label);
  }

  private static Optional<String> next(BufferedReader input) {
    try {
      return Optional.ofNullable(input.readLine());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<String> next(LineReader reader, String label) {
    try {
      return Optional.of(reader.readLine(label));
    } catch (EndOfFileException | UserInterruptException left) {
      // Ctrl-D and Ctrl-C both mean that somebody wants to leave.
      return Optional.empty();
    }
  }

  @Override
  public void close() throws IOException {
    if (terminal.isPresent()) {
      terminal.get().close();
    }
  }
}
