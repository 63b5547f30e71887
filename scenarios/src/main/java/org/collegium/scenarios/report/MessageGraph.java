package org.collegium.scenarios.report;

import static org.collegium.scenarios.report.Markup.element;
import static org.collegium.scenarios.report.Markup.tag;
import static org.collegium.scenarios.report.Markup.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.collegium.scenarios.experiment.MessageEdge;

/** Who told whom how many bytes in one organization: agents around their orchestrator, a line as wide as its bytes. */
final class MessageGraph {
  private static final String ORCHESTRATOR = "orchestrator";

  /** More agents than this do not fit around a circle with their names. */
  static final int AGENTS_MAX = 24;

  private static final double WIDTH = 520;
  private static final double HEIGHT = 420;
  private static final double WIDEST = 9;
  private static final double NARROWEST = 0.8;

  private final List<MessageEdge> edges;
  private final List<String> agents;
  private final long bytesMax;
  private final String color;

  private MessageGraph(List<MessageEdge> edges, List<String> agents, String color) {
    this.edges = edges;
    this.agents = agents;
    this.color = color;
    this.bytesMax = Math.max(1, edges.stream().mapToLong(MessageEdge::bytes).max().orElse(1));
  }

  /**
   * Draws one organization.
   *
   * @param edges of that organization alone
   * @param color of its arm
   */
  static Markup draw(List<MessageEdge> edges, String color) {
    Map<String, Long> bytes = bytesByAgent(edges);
    List<String> shown =
        bytes.entrySet().stream()
            .sorted(Comparator.comparingLong((Map.Entry<String, Long> entry) -> -entry.getValue()))
            .limit(AGENTS_MAX)
            .map(Map.Entry::getKey)
            .sorted(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()))
            .toList();
    List<MessageEdge> drawn =
        edges.stream().filter(edge -> isShown(shown, edge.from()) && isShown(shown, edge.to())).toList();
    return new MessageGraph(drawn, shown, color).svg();
  }

  /** How many agents of these edges there are. */
  static int agents(List<MessageEdge> edges) {
    return bytesByAgent(edges).size();
  }

  private static Map<String, Long> bytesByAgent(List<MessageEdge> edges) {
    Map<String, Long> bytes = new TreeMap<>();
    for (MessageEdge edge : edges) {
      for (String end : List.of(edge.from(), edge.to())) {
        if (!end.equals(ORCHESTRATOR)) {
          bytes.merge(end, edge.bytes(), Long::sum);
        }
      }
    }
    return bytes;
  }

  private static boolean isShown(List<String> shown, String end) {
    return end.equals(ORCHESTRATOR) || shown.contains(end);
  }

  private Markup svg() {
    List<Markup> parts = new ArrayList<>();
    edges.stream().sorted(Comparator.comparingLong(edge -> -edge.bytes())).map(this::line).forEach(parts::add);
    agents.stream().map(this::node).forEach(parts::add);
    parts.add(circle(WIDTH / 2, HEIGHT / 2, 46, "orchestrator"));
    parts.add(label(WIDTH / 2, HEIGHT / 2 + 4, "middle", "node-name", ORCHESTRATOR));
    return tag("svg")
        .with("class", "graph")
        .with("viewBox", "0 0 520 420")
        .with("role", "img")
        .with("aria-label", description())
        .holding(parts);
  }

  private String description() {
    return "Message graph: " + agents.size() + " agents around an orchestrator, "
        + Wording.bytes(edges.stream().mapToLong(MessageEdge::bytes).sum()) + " told in "
        + edges.stream().mapToLong(MessageEdge::messages).sum() + " messages.";
  }

  /** A curve from sender to receiver that bends to its right, so that both directions of a pair can be seen. */
  private Markup line(MessageEdge edge) {
    double fromX = x(edge.from());
    double fromY = y(edge.from());
    double toX = x(edge.to());
    double toY = y(edge.to());
    double bend = 0.09;
    double middleX = (fromX + toX) / 2 - (toY - fromY) * bend;
    double middleY = (fromY + toY) / 2 + (toX - fromX) * bend;
    double width = Math.max(NARROWEST, WIDEST * edge.bytes() / bytesMax);
    String stroke = edge.from().equals(ORCHESTRATOR) ? "var(--muted)" : color;
    return tag("path")
        .with("class", "edge")
        .with("d", "M" + point(fromX, fromY) + "Q" + point(middleX, middleY) + " " + point(toX, toY))
        .with("style", "stroke-width:" + decimal(width) + ";stroke:" + stroke)
        .holding(
            element(
                "title",
                edge.from() + " told " + edge.to() + " " + Wording.bytes(edge.bytes()) + " in "
                    + Wording.plural(edge.messages(), "message", "messages")));
  }

  private Markup node(String agent) {
    double x = x(agent);
    double y = y(agent);
    boolean isBelow = y > HEIGHT / 2 + 1;
    double labelY = isBelow ? y + 24 : y - 30;
    String traffic = "\u2191\u00A0" + Wording.bytes(sent(agent)) + "  \u2193\u00A0" + Wording.bytes(heard(agent));
    return Markup.all(
        circle(x, y, 9, "agent"),
        agents.size() > 12
            ? element("g", element("title", agent + ": " + traffic))
            : Markup.all(
                label(x, labelY, "middle", "node-name", agent),
                label(x, labelY + 16, "middle", "node-bytes", traffic)));
  }

  private Markup circle(double x, double y, double radius, String kind) {
    String style = kind.equals("agent") ? "fill:" + color : "";
    return tag("circle")
        .with("class", kind)
        .with("cx", decimal(x))
        .with("cy", decimal(y))
        .with("r", decimal(radius))
        .with("style", style)
        .holding();
  }

  private static Markup label(double x, double y, String anchor, String kind, String words) {
    return tag("text")
        .with("class", kind)
        .with("x", decimal(x))
        .with("y", decimal(y))
        .with("text-anchor", anchor)
        .holding(text(words));
  }

  private long sent(String agent) {
    return edges.stream().filter(edge -> edge.from().equals(agent)).mapToLong(MessageEdge::bytes).sum();
  }

  private long heard(String agent) {
    return edges.stream().filter(edge -> edge.to().equals(agent)).mapToLong(MessageEdge::bytes).sum();
  }

  private double x(String end) {
    return end.equals(ORCHESTRATOR) ? WIDTH / 2 : WIDTH / 2 + (WIDTH / 2 - 82) * Math.cos(angle(end));
  }

  private double y(String end) {
    return end.equals(ORCHESTRATOR) ? HEIGHT / 2 : HEIGHT / 2 + (HEIGHT / 2 - 50) * Math.sin(angle(end));
  }

  private double angle(String agent) {
    double step = 2 * Math.PI / agents.size();
    return agents.indexOf(agent) * step - Math.PI / 2 + (agents.size() % 2 == 0 ? step / 2 : 0);
  }

  private static String point(double x, double y) {
    return decimal(x) + " " + decimal(y);
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
