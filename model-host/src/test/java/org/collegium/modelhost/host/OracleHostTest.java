package org.collegium.modelhost.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.assertj.core.data.Offset;
import org.collegium.modelhost.adapter.Adapter;
import org.collegium.modelhost.adapter.AdapterFolder;
import org.collegium.modelhost.model.ModelConfiguration;
import org.collegium.modelhost.oracle.Oracle;
import org.collegium.modelhost.protocol.ActiveAdapters;
import org.collegium.modelhost.protocol.AdapterKind;
import org.collegium.modelhost.protocol.AdapterPairId;
import org.collegium.modelhost.protocol.AdapterStamp;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostRequest;
import org.collegium.modelhost.protocol.Sampling;
import org.collegium.modelhost.protocol.Tokens;
import org.collegium.modelhost.store.AdapterStore;
import org.collegium.modelhost.store.AdapterStoreException;
import org.junit.jupiter.api.Test;

class OracleHostTest {
  private static final AdapterPairId PAIR = new AdapterPairId("a-and-b");

  private final Map<String, HostReply> answers = new HashMap<>();

  private static Tokens ids(JsonNode array) {
    return Tokens.of(StreamSupport.stream(array.spliterator(), false).mapToInt(JsonNode::asInt).toArray());
  }

  /** The two published adapters, under the name of a pair. */
  private static final class PublishedAdapters implements AdapterStore {
    @Override
    public void write(List<Version> versions, String baseModel) {
      throw new AdapterStoreException("these adapters are published");
    }

    @Override
    public Adapter read(AdapterPairId pair, AdapterKind kind, AdapterStamp stamp, ModelConfiguration configuration) {
      assertThat(pair).isEqualTo(PAIR);
      return AdapterFolder.read(
          Oracle.folder().resolve(kind == AdapterKind.POLICY ? "adapter-a" : "adapter-b"), configuration);
    }

    @Override
    public void clear() {
      throw new AdapterStoreException("these adapters are published");
    }
  }

  private static HostRequest greedy(String id, ActiveAdapters active, int tokens) {
    return new HostRequest.Generate(id, PAIR, active, Tokens.of(1), new Sampling(0, 1, tokens, List.of(), 0));
  }

  @Test
  void baseAndBothAdaptersWriteTheirTextsInOneBatch() throws IOException {
    JsonNode nll = Oracle.expected("greedy.json").path("nll");
    Tokens text = ids(nll.path("ids_with_bos"));
    try (ModelHost host = ModelHost.open(
        ModelHostSettings.ofFolder(Oracle.folder().resolve("model"), "cpu", 1)
            .withAdapterStore(new PublishedAdapters()))) {
      for (HostRequest request : List.of(
          new HostRequest.Load("load", PAIR, new AdapterStamp(0, "a"), new AdapterStamp(0, "b")),
          greedy("b", ActiveAdapters.WORLD, 60),
          greedy("base", ActiveAdapters.NONE, 200),
          greedy("a", ActiveAdapters.POLICY, 60),
          new HostRequest.Score("nll", PAIR, ActiveAdapters.NONE, text, 1))) {
        host.submit(request, reply -> answers.put(reply.requestId(), reply));
      }
      long quanta = 0;
      while (host.work()) {
        quanta++;
      }
      assertThat(quanta).as("load, read, 200 steps, score").isLessThan(210);
    }
    assertThat(drawn("base")).isEqualTo(ids(Oracle.expected("greedy.json").path("greedy").path("ids")));
    JsonNode adapters = Oracle.expected("adapter_greedy.json");
    assertThat(drawn("a")).isEqualTo(ids(adapters.path("adapter-a").path("ids")));
    assertThat(drawn("b")).isEqualTo(ids(adapters.path("adapter-b").path("ids")));
    float[] logProbabilities = ((HostReply.Scored) answer("nll")).logProbabilities().toArray();
    double sum = 0;
    for (float value : logProbabilities) {
      sum -= value;
    }
    assertThat(sum / logProbabilities.length).isCloseTo(1.3320752, Offset.offset(1e-5));
  }

  private HostReply answer(String id) {
    assertThat(answers).containsKey(id);
    return Objects.requireNonNull(answers.get(id));
  }

  private Tokens drawn(String id) {
    return ((HostReply.Generated) answer(id)).tokens();
  }
}
