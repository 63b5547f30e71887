package org.collegium.scenarios.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.collegium.agents.core.Figures;
import org.collegium.agents.core.RoundReport;
import org.collegium.agents.core.Summary;
import org.collegium.agents.core.Tally;
import org.collegium.agents.identity.AgentId;
import org.collegium.modelhost.protocol.AdapterKind;
import org.collegium.modelhost.protocol.AdapterStamp;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostRequest;
import org.collegium.modelhost.protocol.LearnFigures;
import org.collegium.modelhost.protocol.Reals;
import org.collegium.modelhost.protocol.StopReason;
import org.collegium.modelhost.protocol.Tokens;
import org.collegium.modelhost.telemetry.AdapterTier;
import org.collegium.modelhost.telemetry.HostMeter;
import org.collegium.organization.run.RoundResult;
import org.collegium.organization.telemetry.OrganizationMeter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kamon is one a process, so all tests share one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class KamonTelemetryTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final AgentId AGENT = new AgentId("dual/3", "agent-1");
  private static final AdapterStamp STAMP = new AdapterStamp(1, "abc");
  private static final Duration AWAIT_MAX = Duration.ofSeconds(60);

  private Path spans;
  private TelemetrySettings settings;
  private KamonTelemetry telemetry;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    spans = folder.resolve("spans.json");
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    settings =
        TelemetrySettings.load(
            ConfigFactory.parseString(
                "collegium.telemetry { port = %d, interval = 100ms, traces.file = \"%s\" }".formatted(port, spans)));
    telemetry = KamonTelemetry.start(settings, "node-1");
    // All that one round tells, as one node that has all roles hears it.
    OrganizationMeter organizations = telemetry.organizations("first-call-001");
    HostMeter host = telemetry.host("first-call-001");
    HostRequest request = new HostRequest.Save(AGENT.value() + "/r4/save", AGENT.pair());
    organizations.assigned(AGENT, 4);
    organizations.began(AGENT, 4);
    organizations.asked(request);
    host.taken(request);
    host.waiting(3);
    host.read(20);
    host.decoded(8);
    host.learned(2);
    host.sought(AdapterTier.DEVICE, 5, 1);
    host.sought(AdapterTier.STORE, 0, 1);
    LearnFigures figures = new LearnFigures(7, 1, 1, 1, 1, 1, 0, 0, 1.5);
    host.answered(new HostReply.Learned("other", AdapterKind.POLICY, figures, STAMP));
    host.answered(
        new HostReply.Generated(
            "another", Tokens.of(1, 2, 3), Reals.of(0, 0, 0), StopReason.STOP_TOKEN, STAMP, STAMP));
    host.answered(new HostReply.Refused("full", HostReply.Refused.Reason.QUEUE_FULL, "full"));
    HostReply reply = new HostReply.Saved(request.requestId(), STAMP, STAMP);
    host.answered(reply);
    organizations.answered(reply);
    organizations.reported(new RoundReport(AGENT, 4, new Summary(Tokens.empty(), Figures.NONE), ""));
    TreeMap<AgentId, Figures> told = new TreeMap<>();
    told.put(
        AGENT,
        Figures.NONE
            .plus("success/learn", new Tally(16, 12))
            .plus("policy-entropy", new Tally(1, 1.5))
            .plus("entropy/unseen", new Tally(2, 4)));
    organizations.roundClosed(new RoundResult("dual/3", 4, told, 1_000, 50_000));
  }

  @AfterAll
  void stop() {
    telemetry.close();
  }

  @Test
  void whatIsToldIsOfferedToPrometheus() throws Exception {
    String scraped = scrapedWith("collegium_rounds_total");
    assertThat(scraped.lines())
        .contains(
            "collegium_rounds_total{organization=\"dual/3\"} 1.0",
            "collegium_told_bytes_total{organization=\"dual/3\"} 1000.0",
            "collegium_host_queue 3.0",
            "collegium_host_tokens_read_total 20.0",
            "collegium_host_tokens_generated_total 3.0",
            "collegium_host_learn_steps_total{adapter=\"policy\"} 7.0",
            "collegium_host_refused_total{reason=\"queue-full\"} 1.0",
            "collegium_host_batch_rows_sum 8.0")
        .anyMatch(line -> line.startsWith("collegium_round_time_seconds_count{organization=\"dual/3\"} 1.0"));
    assertThat(values(scraped, "collegium_episodes_total")).containsExactlyInAnyOrder(12.0, 4.0);
    assertThat(values(scraped, "collegium_entropy_nats")).containsExactlyInAnyOrder(1.5, 2.0);
    assertThat(values(scraped, "collegium_host_adapters_total")).containsExactlyInAnyOrder(5.0, 1.0, 1.0);
  }

  @Test
  void everyMetricOfTheDashboardIsOffered() throws Exception {
    JsonNode dashboard = JSON.readTree(Path.of("../conf/grafana/collegium.json").toFile());

    Set<String> used = new TreeSet<>();
    dashboard.findValuesAsText("expr").forEach(expression -> addMetrics(expression, used));
    dashboard.findValuesAsText("query").forEach(expression -> addMetrics(expression, used));

    assertThat(used).hasSizeGreaterThan(20);
    Set<String> offered = offeredWith(used);
    assertThat(used).as("metrics of Collegium that nobody sees")
        .containsAll(
            offered.stream()
                .filter(metric -> metric.startsWith("collegium_"))
                .filter(metric -> !metric.matches(".*_(sum|count|bucket)"))
                .toList());
  }

  /** Those of the Java process come one by one, as collections happen and samples are taken. */
  private Set<String> offeredWith(Set<String> wanted) throws Exception {
    long untilNs = System.nanoTime() + AWAIT_MAX.toNanos();
    Set<String> offered = new TreeSet<>();
    while (!offered.containsAll(wanted)) {
      assertThat(System.nanoTime()).as("until " + offered + " are " + wanted).isLessThan(untilNs);
      System.gc();
      get().lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("[{ ]", 2)[0])
          .forEach(offered::add);
    }
    return offered;
  }

  private static void addMetrics(String expression, Set<String> metrics) {
    Matcher matcher = Pattern.compile("\\b(?:collegium|jvm)_\\w+").matcher(expression);
    while (matcher.find()) {
      metrics.add(matcher.group());
    }
  }

  @Test
  void aRoundIsOneTraceWhoseSpansEveryNodeNamesAlike() throws Exception {
    List<JsonNode> written = spansWritten(5);
    TraceIds ids = new TraceIds("first-call-001");
    assertThat(written).extracting(span -> span.get("traceId").asText())
        .containsOnly(ids.trace("dual/3", 4).string());
    assertThat(written).extracting(span -> span.get("name").asText() + " in " + span.path("parentId").asText("none"))
        .containsExactlyInAnyOrder(
            "round in none",
            "assign in " + ids.round("dual/3", 4).string(),
            "agent round in " + ids.round("dual/3", 4).string(),
            "ask save in " + ids.agent(AGENT, 4).string(),
            "serve save in " + ids.request(AGENT.value() + "/r4/save").string());
    assertThat(ids.trace("dual/3", 4)).isEqualTo(new TraceIds("first-call-001").trace("dual/3", 4));
    assertThat(ids.trace("dual/3", 4)).isNotEqualTo(new TraceIds("first-call-002").trace("dual/3", 4));
  }

  private List<JsonNode> spansWritten(int count) throws IOException {
    long untilNs = System.nanoTime() + AWAIT_MAX.toNanos();
    List<JsonNode> written = new ArrayList<>();
    while (written.size() < count) {
      assertThat(System.nanoTime()).as("until the spans are written: " + written).isLessThan(untilNs);
      written.clear();
      for (String line : Files.readAllLines(spans)) {
        written.add(JSON.readTree(line));
      }
    }
    return written;
  }

  @Test
  void aPortThatIsTakenIsSaid() {
    assertThatThrownBy(() -> KamonTelemetry.start(settings, "node-2"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(":" + settings.port() + ": metrics cannot be offered here");
  }

  private static List<Double> values(String scraped, String metric) {
    return scraped.lines()
        .filter(line -> line.startsWith(metric + "{"))
        .map(line -> Double.valueOf(line.substring(line.lastIndexOf(' ') + 1)))
        .toList();
  }

  private String scrapedWith(String metric) throws Exception {
    long untilNs = System.nanoTime() + AWAIT_MAX.toNanos();
    String scraped = "";
    while (!scraped.contains(metric)) {
      assertThat(System.nanoTime()).as("until " + metric + " is offered:\n" + scraped).isLessThan(untilNs);
      scraped = get();
    }
    return scraped;
  }

  private String get() throws Exception {
    String address = telemetry.whereabouts().getFirst().replace("Metrics: ", "");
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }
}
