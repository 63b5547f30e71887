package org.collegium.modelhost.inference;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.collegium.modelhost.adapter.Adapter;
import org.collegium.modelhost.adapter.AdapterSlots;
import org.collegium.modelhost.adapter.ChunkRows;
import org.collegium.modelhost.model.Adaptation;
import org.collegium.modelhost.model.Decoder;
import org.collegium.modelhost.model.FusedWeights;
import org.collegium.modelhost.model.KeyValueCache;
import org.collegium.modelhost.protocol.Tokens;
import org.collegium.modelhost.telemetry.HostMeter;

/**
 * Reads prompts into the cache. Of each prompt all but the last token: that one goes through the first decode step, so
 * that the first drawn token comes about as all others do. A prompt is read whole or not at all, so the cut depends on
 * the prompt alone. Equal prompts with the same adapters are read once.
 */
final class PromptReader implements AutoCloseable {
  private final Decoder decoder;
  private final FusedWeights weights;
  private final NDManager manager;
  private final AdapterSlots adapterSlots;
  private final int tokensMax;

  /** One prompt that must go to some rows of the cache. */
  record Reading(Tokens tokens, List<Adapter> adapters, List<Integer> rows) {}

  /** Adapters by their hash: equal contents give equal results. */
  private record Key(Tokens tokens, List<String> adapters) {}

  PromptReader(Decoder decoder, FusedWeights weights, EngineLimits limits, NDManager manager, HostMeter meter) {
    this.decoder = decoder;
    this.weights = weights;
    this.manager = manager;
    this.tokensMax = limits.promptTokensMax();
    this.adapterSlots =
        new AdapterSlots(decoder.configuration(), ChunkRows.SEQUENCES, limits.rankMax(), manager, meter);
  }

  /** Reads the prompt of each row of {@code rows} into the row of the cache with the same place in {@code places}. */
  void read(List<? extends Prompt<?>> prompts, List<Integer> places, KeyValueCache cache) {
    SequencedMap<Key, Reading> readings = new LinkedHashMap<>();
    for (int i = 0; i < prompts.size(); i++) {
      Tokens tokens = prompts.get(i).tokens();
      if (tokens.length() > 1) {
        List<Adapter> adapters = prompts.get(i).adapters();
        Key key = new Key(tokens, adapters.stream().map(adapter -> adapter.stamp().hash()).toList());
        Reading reading = readings.computeIfAbsent(key, _ -> new Reading(tokens, adapters, new ArrayList<>()));
        reading.rows().add(places.get(i));
      }
    }
    List<PassPlan<Reading>> passes =
        PassPlan.divide(List.copyOf(readings.values()), reading -> reading.tokens().length() - 1, tokensMax);
    for (PassPlan<Reading> pass : passes) {
      read(pass, cache);
    }
  }

  private void read(PassPlan<Reading> pass, KeyValueCache cache) {
    int heads = decoder.configuration().keyValueHeads();
    int count = pass.sequences().size();
    long[] ids = new long[count * pass.time()];
    int writes = 0;
    for (Reading reading : pass.sequences()) {
      writes += (reading.tokens().length() - 1) * reading.rows().size() * heads;
    }
    long[] sources = new long[writes];
    long[] targets = new long[writes];
    int at = 0;
    for (int sequence = 0; sequence < count; sequence++) {
      Reading reading = pass.sequences().get(sequence);
      for (int position = 0; position < reading.tokens().length() - 1; position++) {
        int place = sequence * pass.time() + position;
        ids[place] = reading.tokens().at(position);
        for (int row : reading.rows()) {
          for (int head = 0; head < heads; head++) {
            sources[at] = (long) place * heads + head;
            targets[at] = cache.slot(row, head, position);
            at++;
          }
        }
      }
    }
    Adaptation adaptation = adapterSlots.fill(pass.sequences().stream().map(Reading::adapters).toList());
    try (NDManager scope = manager.newSubManager()) {
      NDArray tokens = scope.create(ids, new Shape(count, pass.time()));
      decoder.prefill(weights, adaptation, tokens, cache, scope.create(sources), scope.create(targets));
    }
  }

  @Override
  public void close() {
    adapterSlots.close();
  }
}
