package org.collegium.scenarios.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.collegium.scenarios.experiment.ExperimentResult;
import org.collegium.scenarios.experiment.MissingLogs;
import org.collegium.scenarios.result.SyntheticResults;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReportWriterTest {
  private static final String HOSTILE =
      " </script><script>alert('x')</script><img src=x onerror=\"y\">&amp;<!-- \u0007";
  private static final List<Long> SEEDS = List.of(1L, 2L, 3L, 4L, 5L);
  private static final ExperimentResult RESULT = SyntheticResults.of(SyntheticResults.nineArms(), SEEDS, HOSTILE);
  private static final String HTML = ReportWriter.html(RESULT, ReportPreview.INSTRUCTIONS);
  private static final Document PAGE = Jsoup.parse(HTML);

  @Test
  void thePageIsWellFormed() {
    Parser parser = Parser.htmlParser().setTrackErrors(20);

    parser.parseInput(HTML, "");

    assertThat(parser.getErrors()).isEmpty();
  }

  @Test
  void nothingOnThePageIsFetched() {
    assertThat(PAGE.select("[src], [href], [srcset], [data], [action], link, iframe, object, embed, img")).isEmpty();
    assertThat(PAGE.select("style").html()).doesNotContain("url(", "@import");
    assertThat(PAGE.select("meta[http-equiv=Content-Security-Policy]").attr("content"))
        .startsWith("default-src 'none'");
  }

  @Test
  void whatAgentsAndScenariosWroteStaysText() {
    assertThat(PAGE.select("script")).hasSize(2 + VendoredScripts.FILES.size());
    assertThat(PAGE.select("[onerror]")).isEmpty();
    assertThat(PAGE.select(".lead").text()).contains("<script>alert('x')</script><img src=x onerror=\"y\">&amp;<!--");
    assertThat(PAGE.select(".line.task dd").text()).contains("</script><script>alert('x')");
    assertThat(HTML).doesNotContain("\u0007");
  }

  @Test
  void aHostileArmNameStaysTextInTablesAttributesAndChartData() throws Exception {
    String name = "<b>\"</script>'";
    ExperimentResult result =
        SyntheticResults.of(List.of(new SyntheticResults.Learner(name, "", 2, 3, 30, 0.9)), List.of(1L, 2L), "");

    Document page = Jsoup.parse(ReportWriter.html(result, List.of()));

    assertThat(page.select("thead .arm").text()).isEqualTo(name);
    assertThat(page.select(".keys button").attr("data-arm")).isEqualTo(name);
    assertThat(chartData(page).at("/arms/0/name").asText()).isEqualTo(name);
    assertThat(page.select("script")).hasSize(2 + VendoredScripts.FILES.size());
  }

  @Test
  void everyArmHasItsKeyItsColumnItsCurveAndItsDots() throws Exception {
    List<String> arms = RESULT.arms().stream().map(arm -> arm.arm().name()).toList();
    JsonNode data = chartData(PAGE);

    assertThat(PAGE.select(".arms .arm").eachText()).containsExactlyElementsOf(arms);
    assertThat(PAGE.select(".keys button").eachAttr("data-arm")).containsExactlyElementsOf(arms);
    assertThat(PAGE.expectFirst("thead").select(".arm").eachText()).containsExactlyElementsOf(arms);
    assertThat(data.get("curves").findValuesAsText("arm")).containsAll(arms);
    for (String arm : arms) {
      assertThat(data.get("dots").findValuesAsText("arm")).filteredOn(arm::equals).hasSize(SEEDS.size());
    }
  }

  @Test
  void anArmHasTheSameColorInTextAndCharts() throws Exception {
    JsonNode arms = chartData(PAGE).get("arms");
    List<Element> names = PAGE.select(".arms .arm");
    for (int i = 0; i < names.size(); i++) {
      assertThat(names.get(i).attr("style")).isEqualTo("color:" + arms.get(i).get("color").asText());
    }
    String css = VendoredScripts.read("report.css");
    for (int i = 0; i < ArmStyle.COLORS; i++) {
      assertThat(css.split("--arm-" + i + ":", -1)).as("light and dark colour %d", i).hasSize(3);
    }
  }

  @Test
  void aSeedThatNeverGotThereIsADotWithoutANumber() throws Exception {
    List<JsonNode> dots = new ArrayList<>();
    chartData(PAGE).get("dots").forEach(dots::add);

    assertThat(dots).filteredOn(dot -> dot.get("arm").asText().equals("dual-both-active"))
        .hasSize(5)
        .allMatch(dot -> dot.get("rollouts").isNull());
    assertThat(dots).filteredOn(dot -> dot.get("arm").asText().equals("dual"))
        .noneMatch(dot -> dot.get("rollouts").isNull());
  }

  @Test
  void armsOfVeryDifferentLengthAreDrawnOverTheLogarithm() throws Exception {
    List<SyntheticResults.Learner> alike =
        List.of(
            new SyntheticResults.Learner("a", "", 2, 10, 30, 0.9),
            new SyntheticResults.Learner("b", "", 2, 100, 30, 0.9));

    Document page = Jsoup.parse(ReportWriter.html(SyntheticResults.of(alike, SEEDS, ""), List.of()));

    assertThat(chartData(PAGE).get("logarithmic").asBoolean()).isTrue();
    assertThat(chartData(page).get("logarithmic").asBoolean()).isFalse();
  }

  @Test
  void theRunAndTheCommandsAreShown() {
    String facts = PAGE.select("dl.facts").text();

    assertThat(facts).contains(RESULT.outcome().finalStateHash(), "48,211,904", "84 s", "1, 2, 3, 4 and 5");
    assertThat(PAGE.select("pre code").eachText())
        .containsExactlyElementsOf(ReportPreview.INSTRUCTIONS.stream().map(Instruction::command).toList());
  }

  @Test
  void theScriptsKeepTheirLicencesInEveryReport() {
    assertThat(PAGE.select("footer pre").text()).contains("Interactive Data Lab", "Mike Bostock", "Joachim Wester");
  }

  @Test
  void partsWithNothingToShowAreLeftOut() {
    ExperimentResult whole = SyntheticResults.of(SyntheticResults.twoArms(), SEEDS, "");
    ExperimentResult bare =
        new ExperimentResult(
            whole.scenario(), "", whole.run(), "quick", "Nothing ran.", List.of(), List.of(), List.of(), List.of(),
            List.of(), List.of(), whole.outcome(), 0, 0, 0, 0, "", Optional.empty(),
            new MissingLogs(List.of("node-2"), List.of("dual/1")));

    Document page = Jsoup.parse(ReportWriter.html(bare, List.of()));

    assertThat(page.select("header .note").text())
        .startsWith("The part of the log that node-2 had is missing")
        .contains("Nothing is told of dual/1");
    assertThat(page.select("h2").eachText()).containsExactly("What was compared", "All measures", "The run");
    assertThat(page.select(".finding").text()).isEqualTo("No arm closed enough rounds to say how it ended.");
  }

  @Test
  void theSameResultIsWrittenAsTheSameBytes(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("report.html");

    ReportWriter.write(RESULT, ReportPreview.INSTRUCTIONS, file);

    assertThat(Files.readString(file)).isEqualTo(HTML);
    ExperimentResult same = SyntheticResults.of(SyntheticResults.nineArms(), SEEDS, HOSTILE);
    assertThat(ReportWriter.html(same, ReportPreview.INSTRUCTIONS)).isEqualTo(HTML);
    assertThat(folder).isDirectoryNotContaining("glob:**.part");
  }

  private static JsonNode chartData(Document page) throws Exception {
    return new ObjectMapper().readTree(page.expectFirst("script#chart-data").data());
  }
}
