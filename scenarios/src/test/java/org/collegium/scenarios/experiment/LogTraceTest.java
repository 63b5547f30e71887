package org.collegium.scenarios.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.collegium.agents.core.AgentMessage;
import org.collegium.agents.core.Briefing;
import org.collegium.agents.core.Figures;
import org.collegium.agents.core.RoundReport;
import org.collegium.agents.core.Summary;
import org.collegium.agents.identity.AgentId;
import org.collegium.agents.identity.WorldId;
import org.collegium.agents.wire.AgentsWire;
import org.collegium.agents.world.Task;
import org.collegium.agents.world.WorldMessage;
import org.collegium.modelhost.protocol.ActiveAdapters;
import org.collegium.modelhost.protocol.AdapterStamp;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostRequest;
import org.collegium.modelhost.protocol.Reals;
import org.collegium.modelhost.protocol.Sampling;
import org.collegium.modelhost.protocol.StopReason;
import org.collegium.modelhost.protocol.Tokens;
import org.collegium.modelhost.tokenizer.HuggingFaceTokenizers;
import org.collegium.modelhost.tokenizer.Tokenizer;
import org.collegium.organization.merging.MergedLog;
import org.collegium.organization.merging.NodeLog;
import org.collegium.organization.messagelog.LogDamagedException;
import org.collegium.organization.messagelog.LogReader;
import org.collegium.organization.messagelog.LogSettings;
import org.collegium.organization.messagelog.MessageLog;
import org.collegium.organization.messagelog.Party;
import org.collegium.organization.messagelog.Recorder;
import org.collegium.organization.rounds.OrchestratorMessage;
import org.collegium.organization.run.RunPlan;
import org.collegium.organization.wire.RecordEncoder;
import org.collegium.scenarios.configuration.ScenarioFile;
import org.collegium.scenarios.experiment.EpisodeText.Speaker;
import org.collegium.scenarios.frontdesk.Vocabulary;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogTraceTest {
  private static final Tokenizer TOKENIZER = HuggingFaceTokenizers.ofJson(Vocabulary.tokenizerJson(), "vocabulary");
  private static final Path SCENARIO = Path.of("..", "conf", "scenarios", "first-call.conf");
  private static final RunPlan PLAN =
      ScenarioPlan.of(ScenarioFile.read(SCENARIO, List.of("selection.design=quick"))).runPlan(TOKENIZER);
  private static final AgentId AGENT = new AgentId("dual/1", "agent-1");
  private static final AgentId OTHER = new AgentId("dual/1", "agent-2");
  private static final Task TASK =
      new Task("t0", "get refund at zor vex", Task.Purpose.LEARN, "learn", 1);
  private static final Summary SUMMARY =
      new Summary(TOKENIZER.encode("zor vex needs zip ."), Figures.NONE.with("success/learn", 1));

  @TempDir Path folder;
  private Path messages;
  private final Map<Party, Recorder> recorders = new TreeMap<>();

  @BeforeEach
  void nameTheLog() {
    messages = folder.resolve("messages");
  }

  private interface Run {
    void play(MessageLog log);
  }

  private ResultBuilder.Trace traced(Run run) {
    try (MessageLog log = MessageLog.open(messages, LogSettings.DEFAULT, new RecordEncoder(PLAN))) {
      run.play(log);
    }
    return read();
  }

  private ResultBuilder.Trace read() {
    LogTrace trace = new LogTrace(PLAN, AGENT);
    LogReader.read(messages, trace::read);
    return trace.trace();
  }

  @Test
  void bytesOfSummariesAndBriefingsAreAddedUpByWhoToldWhom() {
    int summary = AgentsWire.unbudgeted().encode(SUMMARY).getSerializedSize();
    Briefing briefing = new Briefing(TOKENIZER.encode("zor vex needs zip . zor vex needs card ."));
    int told = AgentsWire.unbudgeted().encode(briefing).getSerializedSize();

    ResultBuilder.Trace trace =
        traced(log -> {
          for (int round = 1; round <= 2; round++) {
            at(log, Party.of(AGENT)).record(
                new AgentMessage.Assigned(
                    round, List.of(TASK), List.of(), briefing, List.of(OTHER), List.of(), List.of()));
            at(log, Party.orchestrator("dual/1")).record(
                new OrchestratorMessage.Reported(new RoundReport(AGENT, round, SUMMARY, "ab".repeat(32))));
          }
          at(log, Party.of(OTHER)).record(new AgentMessage.Told(AGENT, 1, SUMMARY));
        });

    assertThat(trace.messageGraph())
        .containsExactly(
            new MessageEdge("dual/1", "agent-1", "agent-2", 1, summary),
            new MessageEdge("dual/1", "agent-1", "orchestrator", 2, 2L * summary),
            new MessageEdge("dual/1", "orchestrator", "agent-1", 2, 2L * told));
  }

  @Test
  void theStoryIsATaskThatFailedFirstAndSucceededLater() {
    ResultBuilder.Trace trace =
        traced(log -> {
          episode(log, AGENT, 1, "need the card", "call zor vex pin 4 0 7 1 . end", 0);
          episode(log, OTHER, 1, "need the card", "call zor vex card 4 0 7 1 . end", 1);
          episode(log, AGENT, 2, "need the zip", "call zor vex zip 4 0 7 1 . end", 1);
        });

    assertThat(trace.episodes()).extracting(EpisodeText::title)
        .containsExactly("Solved in round 2.", "The same task in round 1: not solved.");
    EpisodeText solved = trace.episodes().getFirst();
    assertThat(solved.agent()).isEqualTo("dual/1/agent-1");
    assertThat(solved.reward()).isEqualTo(1);
    assertThat(solved.lines())
        .containsExactly(
            new EpisodeText.Line(Speaker.TASK, PLAN.dialect().task(TASK)),
            new EpisodeText.Line(Speaker.NOTES, "notes : zor vex needs zip ."),
            new EpisodeText.Line(Speaker.IMAGINED, "rep says i need the zip . end"),
            new EpisodeText.Line(Speaker.ACTION, "call zor vex zip 4 0 7 1 . end"),
            new EpisodeText.Line(Speaker.OBSERVATION, "rep says thank you refund done . end"));
  }

  @Test
  void aMergedLogTellsTheSameStoryAndOfLivesThatOverlapTheOneThatHeardMost() {
    ResultBuilder.Trace original =
        traced(log -> {
          episode(log, AGENT, 1, "need the card", "call zor vex pin 4 0 7 1 . end", 0);
          episode(log, AGENT, 2, "need the zip", "call zor vex zip 4 0 7 1 . end", 1);
        });
    Path other = folder.resolve("other");
    try (MessageLog log = MessageLog.open(other, LogSettings.DEFAULT, new RecordEncoder(PLAN))) {
      recorders.clear();
      at(log, Party.of(AGENT)).record(new AgentMessage.Observed("r2/t0/e0", -1, "", 0, false));
      answer(log, AGENT, "r2/t0/e0/s0/imagine", "rep says i need the zip . end");
    }
    Path merged = folder.resolve("merged");
    MergedLog.write(List.of(new NodeLog("a", messages), new NodeLog("b", other)), merged, LogSettings.DEFAULT);
    messages = merged;
    assertThat(read().episodes()).hasSize(2).isEqualTo(original.episodes());
  }

  @Test
  void anEpisodeThatWasGivenUpEndsWithoutReward() {
    ResultBuilder.Trace trace =
        traced(log -> {
          at(log, Party.of(new WorldId(AGENT.value()))).record(new WorldMessage.Open(AGENT, "r1/t0/e0", TASK, 7));
          answer(log, AGENT, "r1/t0/e0/s0/act", "zor zor zor");
          at(log, Party.of(new WorldId(AGENT.value()))).record(new WorldMessage.Leave(AGENT, "r1/t0/e0"));
        });

    assertThat(trace.episodes()).singleElement().satisfies(given -> {
      assertThat(given.title()).isEqualTo("Not solved in round 1.");
      assertThat(given.lines().getLast()).isEqualTo(new EpisodeText.Line(Speaker.ACTION, "zor zor zor"));
      assertThat(given.reward()).isZero();
    });
  }

  @Test
  void examinationsAreNoStory() {
    Task examined = new Task("t0", TASK.text(), Task.Purpose.EXAMINE, "old", 1);

    ResultBuilder.Trace trace =
        traced(log -> {
          at(log, Party.of(new WorldId(AGENT.value()))).record(new WorldMessage.Open(AGENT, "r1/t0/e0", examined, 7));
          at(log, Party.of(AGENT)).record(new AgentMessage.Observed("r1/t0/e0", 0, "thank you", 1, true));
        });

    assertThat(trace.episodes()).isEmpty();
  }

  @Test
  void aDamagedLogIsNotPassedOver() throws Exception {
    traced(log -> episode(log, AGENT, 1, "need the card", "call zor vex pin 4 0 7 1 . end", 0));
    Path segment;
    try (var files = Files.list(messages)) {
      segment = files.findFirst().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(segment);
    bytes[bytes.length / 2] ^= 1;
    Files.write(segment, bytes);

    assertThatThrownBy(this::read).isInstanceOf(LogDamagedException.class);
  }

  private void episode(MessageLog log, AgentId agent, int round, String imagined, String action, double reward) {
    String id = "r" + round + "/t0/e0";
    String prediction = "rep says i " + imagined + " . end";
    at(log, Party.of(new WorldId(agent.value()))).record(new WorldMessage.Open(agent, id, TASK, 7));
    at(log, Party.of(agent)).record(new AgentMessage.Observed(id, -1, "", 0, false));
    answer(log, agent, id + "/s0/imagine", prediction);
    String prompt =
        PLAN.dialect().task(TASK) + " notes : zor vex needs zip . " + PLAN.dialect().imagined(prediction) + " "
            + PLAN.dialect().actionCue();
    at(log, Party.of(agent.pair())).record(
        new HostRequest.Generate(
            agent.value() + "/" + id + "/s0/act",
            agent.pair(),
            ActiveAdapters.POLICY,
            TOKENIZER.encode(prompt),
            new Sampling(1, 1, 24, List.of(1), 5)));
    answer(log, agent, id + "/s0/act", action);
    at(log, Party.of(agent)).record(
        new AgentMessage.Observed(id, 0, "rep says thank you refund done . end", reward, true));
  }

  private void answer(MessageLog log, AgentId agent, String path, String text) {
    Tokens tokens = TOKENIZER.encode(text);
    at(log, Party.of(agent)).record(
        new AgentMessage.HostAnswered(
            new HostReply.Generated(
                agent.value() + "/" + path,
                tokens,
                Reals.of(new float[tokens.length()]),
                StopReason.STOP_TOKEN,
                AdapterStamp.NONE,
                AdapterStamp.NONE)));
  }

  private Recorder at(MessageLog log, Party receiver) {
    return recorders.computeIfAbsent(receiver, log::recorder);
  }
}
