package org.collegium.scenarios.replaying;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.collegium.agents.identity.AgentId;
import org.collegium.organization.messagelog.Party;
import org.collegium.scenarios.logview.NumberedRecord;

/** Asks behind each message where to go next. */
public final class StepByStep implements ReplayWalk.Watcher {
  private static final Pattern WORDS = Pattern.compile("\\s*([a-z]?)\\s*(\\d{0,9})\\s*");

  private static final List<String> HELP =
      List.of(
          "n or Enter   the next message",
          "a            the next message of this agent",
          "s            show what is known here",
          "c            show the contents of the message",
          "r N          go to round N",
          "q            quit");

  private final Function<String, Optional<String>> prompt;
  private final Consumer<String> out;
  private final Supplier<List<String>> state;
  private final Optional<AgentId> agent;
  private Predicate<NumberedRecord> target;

  /**
   * Begins before the first message.
   *
   * @param prompt asks for a line; empty when there will be no more
   * @param out prints a line
   * @param state what is known at this point, in lines
   * @param agent who is meant by this agent; whoever got the last message when empty
   * @param start where to ask first; at the first message when empty
   */
  public StepByStep(
      Function<String, Optional<String>> prompt,
      Consumer<String> out,
      Supplier<List<String>> state,
      Optional<AgentId> agent,
      Optional<StopPoint> start) {
    this.prompt = prompt;
    this.out = out;
    this.state = state;
    this.agent = agent;
    this.target = start.<Predicate<NumberedRecord>>map(point -> new Journey(agent, Optional.of(point))::stopsBehind)
        .orElse(_ -> true);
  }

  @Override
  public boolean stopsBefore(NumberedRecord next) {
    return false;
  }

  @Override
  public boolean stopsBehind(NumberedRecord given) {
    if (!target.test(given)) {
      return false;
    }
    out.accept(given.line());
    while (true) {
      Optional<String> line = prompt.apply("n a s c r q ?> ");
      if (line.isEmpty()) {
        return true;
      }
      Matcher words = WORDS.matcher(line.get().toLowerCase(Locale.ROOT));
      switch (words.matches() ? words.group(1) : "?") {
        case "", "n" -> {
          target = _ -> true;
          return false;
        }
        case "a" -> {
          Party party = agent.map(Party::of).orElse(given.record().receiver());
          target = next -> next.record().receiver().equals(party);
          return false;
        }
        case "r" -> {
          if (!words.group(2).isEmpty()) {
            int round = Integer.parseInt(words.group(2));
            target = next -> next.record().round() >= round;
            return false;
          }
          out.accept("r needs the number of a round: r 3");
        }
        case "s" -> state.get().forEach(out);
        case "c" -> out.accept(given.contents());
        case "q" -> {
          return true;
        }
        default -> HELP.forEach(out);
      }
    }
  }
}
