package org.collegium.scenarios.report;

import static org.collegium.scenarios.report.Markup.element;
import static org.collegium.scenarios.report.Markup.tag;
import static org.collegium.scenarios.report.Markup.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.collegium.scenarios.experiment.ArmDescription;
import org.collegium.scenarios.experiment.ArmResult;
import org.collegium.scenarios.experiment.EpisodeText;
import org.collegium.scenarios.experiment.ExperimentResult;
import org.collegium.scenarios.experiment.MessageEdge;
import org.collegium.scenarios.experiment.ParentRun;
import org.collegium.scenarios.measure.Measure;

/** The parts of the report, in the order in which they are read. A part with nothing to show is empty. */
final class ReportSections {
  private final ExperimentResult result;
  private final List<ArmStyle> styles;
  private final List<Instruction> instructions;

  ReportSections(ExperimentResult result, List<Instruction> instructions) {
    this.result = result;
    this.instructions = List.copyOf(instructions);
    this.styles = ArmStyle.of(result.arms().stream().map(arm -> arm.arm().name()).toList());
  }

  List<ArmStyle> styles() {
    return styles;
  }

  Markup opening() {
    Headline headline = Headline.of(result);
    List<Markup> cautions =
        headline.cautions().stream().map(words -> element("li", ArmStyle.marked(styles, words))).toList();
    return element(
        "header",
        tag("p").with("class", "eyebrow").holding("Collegium \u00B7 report of run " + result.run()),
        element("h1", result.scenario()),
        tag("p").with("class", "lead").holding(result.description()),
        result.parent().map(ReportSections::forked).orElse(Markup.NONE),
        result.missing().isEmpty()
            ? Markup.NONE
            : tag("p").with("class", "note").holding(result.missing().words()),
        tag("p").with("class", "finding").holding(ArmStyle.marked(styles, headline.finding())),
        cautions.isEmpty() ? Markup.NONE : tag("ul").with("class", "cautions").holding(cautions));
  }

  private static Markup forked(ParentRun parent) {
    String changes = parent.changes().isEmpty() ? "nothing" : String.join("; ", parent.changes());
    return tag("p")
        .with("class", "note")
        .holding(
            "Forked from run " + parent.run() + " after round " + parent.round() + ". Changed from there on: " + changes
                + ".");
  }

  Markup compared() {
    List<Markup> arms = new ArrayList<>();
    for (ArmResult each : result.arms()) {
      ArmDescription arm = each.arm();
      ArmStyle style = ArmStyle.find(styles, arm.name());
      String size = Wording.plural(arm.groupSize(), "rollout side by side", "rollouts side by side");
      arms.add(
          element(
              "li",
              style.key(),
              tag("div")
                  .holding(
                      style.name(),
                      arm.description().isEmpty() ? Markup.NONE : text(": " + arm.description()),
                      tag("span")
                          .with("class", "aside")
                          .holding(size + ", " + Wording.plural(arm.rounds(), "round", "rounds")))));
    }
    return section(
        "What was compared",
        element("p", result.statement()),
        tag("ul").with("class", "arms").holding(arms));
  }

  Markup curves() {
    if (!ChartData.hasCurves(result)) {
      return Markup.NONE;
    }
    List<Markup> keys = new ArrayList<>();
    for (ArmStyle style : styles) {
      keys.add(
          tag("button")
              .with("type", "button")
              .with("aria-pressed", "true")
              .with("data-arm", style.arm())
              .holding(style.key(), text(style.arm())));
    }
    return section(
        "How they learned",
        tag("p")
            .with("class", "note")
            .holding(
                "Share of a round\u2019s learning episodes that succeeded, against the rollouts one agent had played by"
                    + " then. Line: mean over seeds; band: bootstrap 95\u00A0% interval of the mean. Choose a name to"
                    + " hide or show an arm."),
        result.parent()
            .map(parent ->
                tag("p")
                    .with("class", "note")
                    .holding(
                        "Thin grey lines: run " + parent.run() + ", which this one was forked from after round "
                            + parent.round() + "; up to an arm\u2019s upright line both are the same."))
            .orElse(Markup.NONE),
        tag("div").with("class", "keys").holding(keys),
        chart("chart-curves", "Learning curves: success against rollouts of one agent, by arm."));
  }

  Markup thresholds() {
    Optional<Measure> measure = ChartData.threshold(result);
    if (measure.isEmpty()) {
      return Markup.NONE;
    }
    String goal = measure.get() == Measure.R80 ? "80\u00A0%" : "50\u00A0%";
    return section(
        "Rollouts to " + goal,
        tag("p")
            .with("class", "note")
            .holding(
                "One point a seed: rollouts of one agent until it succeeded " + goal + " of the time. Seeds that"
                    + " did not get there within the run stand in the lane on the right."),
        chart("chart-thresholds", "Rollouts to " + goal + " success, one point a seed, by arm."));
  }

  Markup tables() {
    Markup comparisons =
        result.comparisons().isEmpty()
            ? Markup.NONE
            : section(
                "Paired comparisons",
                tag("p")
                    .with("class", "note")
                    .holding(
                        "Both arms of a pair ran with the same seed. \u201CTimes as many\u201D: the number of the"
                            + " second arm over that of the first, median over pairs; \u201Cdifference\u201D: first"
                            + " minus second, mean over pairs. \u221E: the second arm never got there."),
                MeasureTables.comparisons(result, styles));
    return Markup.all(
        section(
            "All measures",
            tag("p")
                .with("class", "note")
                .holding(
                    "Mean over seeds and its bootstrap 95\u00A0% interval; for rollouts to a threshold the median,"
                        + " where \u201Cnever\u201D counts as larger than every number. Rest the pointer on a cell to"
                        + " see each seed."),
            MeasureTables.measures(result, styles)),
        comparisons);
  }

  Markup messages() {
    if (result.messageGraph().isEmpty()) {
      return Markup.NONE;
    }
    String organization = shownOrganization();
    List<MessageEdge> edges =
        result.messageGraph().stream().filter(edge -> edge.organization().equals(organization)).toList();
    ArmStyle style = ArmStyle.find(styles, organization.substring(0, Math.max(0, organization.lastIndexOf('/'))));
    int agents = MessageGraph.agents(edges);
    String shown =
        agents > MessageGraph.AGENTS_MAX
            ? "; of its " + agents + " agents the " + MessageGraph.AGENTS_MAX + " that told and heard most"
            : "";
    return section(
        "Who told whom",
        tag("p")
            .with("class", "note")
            .holding(
                "Bytes as they crossed the wire, whole run of organization " + organization + shown
                    + ". A line is as wide as its bytes; coloured lines leave an agent, grey ones the orchestrator."),
        tag("div")
            .with("class", "telling")
            .holding(tag("div").holding(MessageGraph.draw(edges, style.color())), tag("div").holding(cost())));
  }

  private String shownOrganization() {
    List<String> drawn = result.messageGraph().stream().map(MessageEdge::organization).toList();
    return result.episodes().stream()
        .map(episode -> episode.agent().substring(0, Math.max(0, episode.agent().lastIndexOf('/'))))
        .filter(drawn::contains)
        .findFirst()
        .orElse(drawn.getFirst());
  }

  private Markup cost() {
    long told = result.bytesTold();
    long contexts = result.bytesOfContexts();
    String times = told > 0 ? Wording.ratio((double) contexts / told) : "\u2013";
    double share = contexts > 0 ? 100.0 * told / contexts : 100;
    return Markup.all(
        tag("p")
            .with("class", "big")
            .holding(element("b", times + "\u00A0\u00D7"), text(" as many bytes, had they told full contexts")),
        bar("Summaries and briefings, as told", told, Math.min(100, Math.max(0.6, share)), "told"),
        bar("Full contexts, never told", contexts, contexts > 0 ? 100 : 0, "contexts"),
        tag("p").with("class", "note").holding("All organizations of the run together."));
  }

  private static Markup bar(String words, long bytes, double percent, String kind) {
    return tag("div")
        .with("class", "bar " + kind)
        .holding(
            element("span", element("span", words), element("b", Wording.bytes(bytes))),
            tag("i").with("style", String.format(Locale.ROOT, "width:%.2f%%", percent)).holding());
  }

  Markup episodes() {
    if (result.episodes().isEmpty()) {
      return Markup.NONE;
    }
    List<Markup> parts = new ArrayList<>();
    parts.add(episode(result.episodes().getFirst()));
    for (EpisodeText more : result.episodes().subList(1, result.episodes().size())) {
      parts.add(element("details", element("summary", more.title()), episode(more)));
    }
    return section(result.episodes().size() == 1 ? "One episode" : "Episodes", parts.toArray(new Markup[0]));
  }

  private static Markup episode(EpisodeText episode) {
    List<Markup> lines = new ArrayList<>();
    for (EpisodeText.Line line : episode.lines()) {
      lines.add(
          tag("div")
              .with("class", "line " + line.speaker().name().toLowerCase(Locale.ROOT))
              .holding(element("dt", speaker(line.speaker())), element("dd", line.text())));
    }
    return Markup.all(
        tag("p").with("class", "episode-title").holding(episode.title()),
        tag("p")
            .with("class", "note")
            .holding(
                episode.agent() + ", round " + episode.round() + ", reward "
                    + Wording.count(episode.reward())),
        tag("dl").with("class", "episode").holding(lines));
  }

  private static String speaker(EpisodeText.Speaker speaker) {
    return switch (speaker) {
      case TASK -> "Task";
      case NOTES -> "Memory";
      case IMAGINED -> "Imagines";
      case ACTION -> "Acts";
      case OBSERVATION -> "World";
    };
  }

  Markup facts() {
    List<Markup> facts = new ArrayList<>();
    String ending = result.outcome().ending().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    String detail = result.outcome().detail();
    fact(facts, "Ending", Wording.capitalized(ending) + (detail.isEmpty() ? "" : ": " + detail));
    fact(facts, "Design", result.design());
    fact(facts, "Seeds", Wording.list(result.seeds().stream().map(String::valueOf).toList()));
    fact(facts, "Organizations", Wording.count(result.organizations().size()));
    fact(facts, "Tokens", String.format(Locale.ROOT, "%,d", result.tokens()) + " read, generated and learned");
    fact(facts, "Time", Wording.duration(result.wallMs()) + " from the first round to the last");
    fact(facts, "Build", result.build());
    facts.add(element("dt", "Final state"));
    facts.add(element("dd", element("code", result.outcome().finalStateHash())));
    List<Markup> commands = new ArrayList<>();
    for (Instruction instruction : instructions) {
      commands.add(tag("p").with("class", "purpose").holding(instruction.purpose()));
      commands.add(element("pre", element("code", instruction.command())));
    }
    return section("The run", tag("dl").with("class", "facts").holding(facts), Markup.all(commands));
  }

  private static void fact(List<Markup> facts, String name, String value) {
    facts.add(element("dt", name));
    facts.add(element("dd", value));
  }

  private static Markup chart(String id, String description) {
    return tag("div")
        .with("class", "chart")
        .with("id", id)
        .with("role", "img")
        .with("aria-label", description)
        .holding();
  }

  private static Markup section(String title, Markup... content) {
    return element("section", element("h2", title), Markup.all(content));
  }
}
