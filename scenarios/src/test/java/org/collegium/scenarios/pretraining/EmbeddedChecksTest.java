package org.collegium.scenarios.pretraining;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.collegium.modelhost.protocol.AdapterStamp;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostRequest;
import org.collegium.modelhost.protocol.Reals;
import org.collegium.modelhost.protocol.StopReason;
import org.collegium.modelhost.tokenizer.HuggingFaceTokenizers;
import org.collegium.modelhost.tokenizer.Tokenizer;
import org.collegium.scenarios.frontdesk.Vocabulary;
import org.junit.jupiter.api.Test;

class EmbeddedChecksTest {
  private static final Tokenizer TOKENIZER =
      HuggingFaceTokenizers.ofJson(Vocabulary.tokenizerJson(), "vocabulary");
  private static final Pattern TASK = Pattern.compile("get refund at (\\S+ \\S+) \\.");
  private static final Pattern IMAGINED = Pattern.compile("imagine : rep says i need the (\\S+)");
  private static final Pattern SAID =
      Pattern.compile("act : ask user (\\S+) \\. obs : user says (\\S+ \\S+ \\S+ \\S+)");
  private static final Pattern NEEDED = Pattern.compile("obs : rep says i need the (\\S+)");

  /** Does by rules what the base is to learn. */
  private static String continued(String prompt, long seed) {
    String company = found(TASK, prompt, 1, "");
    String noted = found(Pattern.compile("(?:notes :|\\.) " + company + " needs (\\S+)"), prompt, 1, "");
    String random = Vocabulary.FIELDS.get(Math.floorMod(seed, 12));
    if (prompt.endsWith("note :")) {
      String used = found(SAID, prompt, 1, "");
      return company + " needs " + found(NEEDED, prompt, 1, used) + " .";
    }
    if (prompt.endsWith("obs :")) {
      return "rep says i need the " + random + " .";
    }
    String known = noted.isEmpty() ? found(IMAGINED, prompt, 1, random) : noted;
    return SAID.matcher(prompt).find()
        ? "call " + company + " " + found(SAID, prompt, 1, "") + " " + found(SAID, prompt, 2, "") + " ."
        : "ask user " + known + " .";
  }

  private static String found(Pattern pattern, String text, int group, String otherwise) {
    return pattern.matcher(text).results().findFirst().map((MatchResult hit) -> hit.group(group)).orElse(otherwise);
  }

  private static BaseModel base(Function<HostRequest.Generate, String> continuation, double entropy) {
    return requests -> requests.stream().map(request -> reply(request, continuation, entropy)).toList();
  }

  private static HostReply reply(
      HostRequest request, Function<HostRequest.Generate, String> continuation, double entropy) {
    return switch (request) {
      case HostRequest.Generate generate ->
          new HostReply.Generated(
              generate.requestId(), TOKENIZER.encode(continuation.apply(generate)), Reals.empty(),
              StopReason.STOP_TOKEN, AdapterStamp.NONE, AdapterStamp.NONE);
      case HostRequest.Score score ->
          new HostReply.Scored(
              score.requestId(), Reals.of(0f), Reals.of((float) entropy), AdapterStamp.NONE, AdapterStamp.NONE);
      default -> new HostReply.Opened(request.requestId(), AdapterStamp.NONE, AdapterStamp.NONE);
    };
  }

  @Test
  void aBaseThatDoesWhatTheCorpusTeachesPassesEveryCheck() {
    BaseModel base = base(
        generate -> continued(TOKENIZER.decode(generate.prompt()), generate.sampling().seed()), Math.log(12));
    List<Check> checks = EmbeddedChecks.of(base, TOKENIZER);
    assertThat(checks).hasSize(12).allMatch(Check::passed, "passes");
    assertThat(EmbeddedChecks.of(base, TOKENIZER)).isEqualTo(checks);
  }

  @Test
  void aBaseThatSaysTheSameWhateverItIsAskedFailsWhatItCantDo() {
    BaseModel base = base(generate -> "ask user pin .", 0.5);
    Map<String, Boolean> passed = EmbeddedChecks.of(base, TOKENIZER).stream()
        .collect(Collectors.toMap(Check::name, Check::passed));
    assertThat(passed).containsEntry("refund, right note", false)
        .containsEntry("refund, true imagine line", false)
        .containsEntry("well-formed predictions", false)
        .containsEntry("entropy of the asked field, knowing nothing", false)
        .containsEntry("well-formed actions", true);
  }
}
