package org.collegium.modelhost.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.collegium.modelhost.protocol.AdapterPairId;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.tokenizer.Tokenizer;
import org.junit.jupiter.api.Test;

class EmbeddedBaseTest {
  @Test
  void theEmbeddedBaseOpensAndDrawsWordsOfItsVocabularyAndLeavesNoCopyBehind() {
    assumeTrue(
        EmbeddedBase.class.getClassLoader().getResource(EmbeddedBase.FOLDER + "/model.safetensors") != null,
        "no embedded base on the class path");
    Path copy = EmbeddedBase.read(folder -> folder);
    assertThat(Files.exists(copy)).isFalse();
    ModelHostSettings settings = ModelHostSettings.embedded("cpu", 1);
    Tokenizer tokenizer = settings.tokenizer();
    AdapterPairId pair = new AdapterPairId("a");
    List<HostReply> replies = new ArrayList<>();
    try (ModelHost host = ModelHost.open(settings)) {
      host.submit(Requests.open("o", pair), replies::add);
      host.submit(Requests.generate("g", pair, 8, 1, 2, 3), replies::add);
      while (host.work()) {
        assertThat(replies).hasSizeLessThan(3);
      }
    }
    HostReply.Generated generated = (HostReply.Generated) replies.get(1);
    assertThat(tokenizer.decode(generated.tokens())).isNotEmpty();
  }
}
