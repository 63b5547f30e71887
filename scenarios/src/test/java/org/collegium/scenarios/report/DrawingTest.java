package org.collegium.scenarios.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.collegium.scenarios.experiment.MessageEdge;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;

final class DrawingTest {
  @Test
  void aLineIsAsWideAsItsBytes() {
    List<MessageEdge> edges =
        List.of(
            new MessageEdge("dual/1", "agent-1", "orchestrator", 5, 4000),
            new MessageEdge("dual/1", "agent-2", "orchestrator", 5, 2000));

    List<Element> lines = Jsoup.parse(MessageGraph.draw(edges, "red").html()).select(".edge");

    assertThat(lines).extracting(line -> line.attr("style"))
        .containsExactly("stroke-width:9.0;stroke:red", "stroke-width:4.5;stroke:red");
    assertThat(lines.getFirst().select("title").text())
        .isEqualTo("agent-1 told orchestrator 4.00 kB in 5 messages");
  }

  @Test
  void neighboursWhoTellEachOtherAreJoined() {
    List<MessageEdge> edges =
        List.of(
            new MessageEdge("dual/1", "agent-1", "agent-2", 1, 10),
            new MessageEdge("dual/1", "agent-2", "agent-1", 1, 10));

    Document drawing = Jsoup.parse(MessageGraph.draw(edges, "red").html());

    assertThat(drawing.select(".edge")).hasSize(2);
    assertThat(drawing.select(".agent")).hasSize(2);
  }

  @Test
  void onlyTheAgentsThatToldMostAreDrawnOfMany() {
    List<MessageEdge> edges =
        IntStream.rangeClosed(1, 200)
            .mapToObj(i -> new MessageEdge("dual/1", "agent-" + i, "orchestrator", 1, i))
            .toList();

    Document drawing = Jsoup.parse(MessageGraph.draw(edges, "red").html());

    assertThat(MessageGraph.agents(edges)).isEqualTo(200);
    assertThat(drawing.select(".agent")).hasSize(MessageGraph.AGENTS_MAX);
    assertThat(drawing.select(".edge title").eachText()).first().asString().startsWith("agent-200 told");
  }

  @Test
  void fortyFiveArmsLookDifferent() {
    List<String> arms = IntStream.range(0, 45).mapToObj(i -> "arm-" + i).toList();
    Set<String> looks = new HashSet<>();
    for (ArmStyle style : ArmStyle.of(arms)) {
      looks.add(style.color() + style.dash() + style.shape());
    }

    assertThat(looks).hasSize(45);
  }

  @Test
  void aNameInsideALongerNameIsNotMarkedAlone() {
    List<ArmStyle> styles = ArmStyle.of(List.of("dual", "dual-literal"));

    Document sentence = Jsoup.parse(ArmStyle.marked(styles, "dual-literal is not dual, nor individual.").html());

    assertThat(sentence.select(".arm").eachText()).containsExactly("dual-literal", "dual");
    assertThat(sentence.text()).isEqualTo("dual-literal is not dual, nor individual.");
  }

  @Test
  void numbersAreReadable() {
    List<String> words = new ArrayList<>();
    for (double value : new double[] {0, 7, 999.4, 999.6, 1234, 56_789, 999_999, 48_211_904, 3e15}) {
      words.add(Wording.large(value).replace('\u00A0', ' ').strip());
    }
    assertThat(words)
        .containsExactly("0", "7", "999", "1.00 k", "1.23 k", "56.8 k", "1.00 M", "48.2 M", "3000 T");
    assertThat(Wording.percent(0.996)).isEqualTo("99.6\u00A0%");
    assertThat(Wording.percent(0.9999)).isEqualTo("100\u00A0%");
    assertThat(Wording.percent(0.125)).isEqualTo("13\u00A0%");
    assertThat(Wording.range("48\u00A0%", "56\u00A0%")).isEqualTo("48\u00A0\u2013 56\u00A0%");
    assertThat(Wording.range("80", "never")).isEqualTo("80\u00A0\u2013 never");
    assertThat(Wording.duration(84_210)).isEqualTo("84\u00A0s");
    assertThat(Wording.duration(3_723_000)).isEqualTo("1\u00A0h\u00A02\u00A0min");
    assertThat(Wording.list(List.of("a", "b", "c"))).isEqualTo("a, b and c");
  }
}
