package org.collegium.scenarios.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.collegium.modelhost.safetensors.AtomicFile;
import org.collegium.scenarios.experiment.ExperimentResult;

/**
 * {@code report.html}: a run as one page that holds everything it shows. Its content security policy lets a browser
 * fetch nothing at all. The same result gives the same bytes.
 */
public final class ReportWriter {
  private static final String POLICY =
      "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; img-src data:";

  private ReportWriter() {}

  /**
   * Writes the file whole or not at all.
   *
   * @param instructions commands that are shown to repeat, replay and inspect the run, in this order
   * @throws IOException when the file cannot be written
   */
  public static void write(ExperimentResult result, List<Instruction> instructions, Path file) throws IOException {
    AtomicFile.write(file, html(result, instructions).getBytes(StandardCharsets.UTF_8));
  }

  /** The content of the file. */
  public static String html(ExperimentResult result, List<Instruction> instructions) {
    ReportSections sections = new ReportSections(result, instructions);
    StringBuilder page = new StringBuilder(1 << 20);
    page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    page.append("<meta http-equiv=\"Content-Security-Policy\" content=\"").append(POLICY).append("\">\n");
    page.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    page.append("<meta name=\"color-scheme\" content=\"light dark\">\n");
    page.append(Markup.element("title", result.scenario() + " \u00B7 Collegium").html());
    page.append("\n<style>\n").append(VendoredScripts.read("report.css")).append("</style>\n</head>\n<body>\n<main>\n");
    for (Markup part : parts(sections)) {
      page.append(part.html()).append('\n');
    }
    page.append("</main>\n");
    page.append("<script type=\"application/json\" id=\"chart-data\">");
    page.append(ChartData.json(result, sections.styles())).append("</script>\n");
    for (String script : VendoredScripts.FILES) {
      page.append("<script>").append(VendoredScripts.read(script)).append("</script>\n");
    }
    page.append("<script>\n").append(VendoredScripts.read("report.js")).append("</script>\n</body>\n</html>\n");
    return page.toString();
  }

  private static List<Markup> parts(ReportSections sections) {
    return List.of(
        sections.opening(),
        sections.compared(),
        sections.curves(),
        sections.thresholds(),
        sections.tables(),
        sections.messages(),
        sections.episodes(),
        sections.facts(),
        licences());
  }

  private static Markup licences() {
    return Markup.element(
        "footer",
        Markup.element("noscript", Markup.element("p", "The charts need JavaScript; all numbers are in the tables.")),
        Markup.element(
            "details",
            Markup.element("summary", "Licences of the scripts in this page"),
            Markup.element("pre", VendoredScripts.read(VendoredScripts.LICENCES))));
  }
}
