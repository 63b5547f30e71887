package org.collegium.modelhost.host;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.collegium.modelhost.adapter.Adapter;
import org.collegium.modelhost.adapter.AdapterPair;
import org.collegium.modelhost.inference.Continuation;
import org.collegium.modelhost.inference.EngineLimits;
import org.collegium.modelhost.inference.GenerationEngine;
import org.collegium.modelhost.inference.Prompt;
import org.collegium.modelhost.inference.Scorer;
import org.collegium.modelhost.learning.LearnResult;
import org.collegium.modelhost.learning.Learner;
import org.collegium.modelhost.model.Decoder;
import org.collegium.modelhost.model.DecoderWeights;
import org.collegium.modelhost.model.FusedWeights;
import org.collegium.modelhost.model.ModelConfiguration;
import org.collegium.modelhost.model.NativeRuntime;
import org.collegium.modelhost.protocol.ActiveAdapters;
import org.collegium.modelhost.protocol.AdapterPairId;
import org.collegium.modelhost.protocol.AdapterStamp;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostReply.Refused;
import org.collegium.modelhost.protocol.HostRequest;
import org.collegium.modelhost.store.AdapterStore;
import org.collegium.modelhost.telemetry.HostMeter;

/** The engine over the decoder and its adapters; the thread that opens it does everything else, too. */
final class NativeEngine implements HostEngine {
  private final NDManager manager;
  private final RequestCheck.Limits limits;
  private final PairStore pairs;
  private final PairDesk desk;
  private final GenerationEngine<Row> generation;
  private final Scorer scorer;
  private final Learner learner;
  private final Map<String, Ticket> lessons = new HashMap<>();

  /** A row of the running batch, and what its adapters are while it runs. */
  private record Row(Ticket ticket, AdapterStamp policy, AdapterStamp world) {}

  private NativeEngine(NDManager manager, FusedWeights weights, ModelHostSettings settings) {
    ModelConfiguration configuration = weights.configuration();
    ModelHostSettings.Limits bounds = settings.limits();
    int positionsMax = Math.min(configuration.positionsMax(), bounds.positionsMax());
    EngineLimits engineLimits = new EngineLimits(bounds.rowsMax(), bounds.rankMax(), bounds.passTokensMax());
    Decoder decoder = new Decoder(configuration, positionsMax, manager);
    this.manager = manager;
    this.limits = new RequestCheck.Limits(configuration.vocabulary(), positionsMax, bounds.rankMax());
    HostMeter meter = settings.meter();
    this.pairs = new PairStore(configuration, bounds.residentPairsMax(), settings.spillFolder(), meter);
    this.desk = new PairDesk(pairs, configuration, settings.adapterStore(), settings.baseName(), meter);
    this.generation = new GenerationEngine<>(decoder, weights, engineLimits, manager, meter);
    this.scorer = new Scorer(decoder, weights, engineLimits, manager, meter);
    this.learner = new Learner(decoder, weights, manager);
  }

  /**
   * Reads the base and puts it on the device.
   *
   * @throws RuntimeException when the base, the device or the settings do not fit
   */
  static NativeEngine open(ModelHostSettings settings) {
    return settings.base().map(folder -> open(folder, settings))
        .orElseGet(() -> EmbeddedBase.read(folder -> open(folder, settings)));
  }

  private static NativeEngine open(Path folder, ModelHostSettings settings) {
    NativeRuntime.inferenceOnly();
    NativeRuntime.setThreads(settings.threads());
    NDManager manager = NativeRuntime.open(settings.device());
    try {
      return new NativeEngine(manager, DecoderWeights.load(folder, manager).fused(manager), settings);
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  @Override
  public RequestCheck.Limits limits() {
    return limits;
  }

  @Override
  public boolean holds(AdapterPairId pair) {
    return pairs.holds(pair);
  }

  @Override
  public int pairs() {
    return pairs.size();
  }

  @Override
  public HostReply administer(HostRequest request) {
    return desk.serve(request);
  }

  @Override
  public Loading loading(HostRequest.Load request) {
    return desk.loading(request);
  }

  @Override
  public Saving saving(HostRequest.Save request) {
    return desk.saving(request);
  }

  @Override
  public void keep(List<AdapterStore.Version> versions) {
    desk.keep(versions);
  }

  @Override
  public int rowsFree() {
    return generation.rowsFree();
  }

  @Override
  public int rowsActive() {
    return generation.rowsActive();
  }

  @Override
  public void admit(List<Ticket> tickets) {
    List<Prompt<Row>> prompts = new ArrayList<>();
    for (Ticket ticket : tickets) {
      HostRequest.Generate request = (HostRequest.Generate) ticket.request();
      Optional<AdapterPair> pair = pairs.find(request.pair());
      Row row = new Row(ticket, stamp(pair, AdapterPair::policy), stamp(pair, AdapterPair::world));
      prompts.add(new Prompt<>(row, request.prompt(), active(pair, request.active()), request.sampling()));
    }
    generation.admit(prompts);
  }

  private static AdapterStamp stamp(Optional<AdapterPair> pair, Function<AdapterPair, Adapter> which) {
    return pair.map(which).map(Adapter::stamp).orElse(AdapterStamp.NONE);
  }

  private static List<Adapter> active(Optional<AdapterPair> pair, ActiveAdapters active) {
    return pair.map(both -> both.active(active)).orElse(List.of());
  }

  @Override
  public List<Finished> step() {
    return generation.step().stream().map(NativeEngine::finished).toList();
  }

  private static Finished finished(Continuation<Row> continuation) {
    Row row = continuation.tag();
    String id = row.ticket().request().requestId();
    return new Finished(row.ticket(), switch (continuation) {
      case Continuation.Finished<Row> over -> new HostReply.Generated(
          id, over.tokens(), over.logProbabilities(), over.reason(), row.policy(), row.world());
      case Continuation.Broken<Row> broken -> new Refused(id, Refused.Reason.FAILED, broken.problem());
    });
  }

  @Override
  public List<Ticket> abandon() {
    return generation.abandon().stream().map(Row::ticket).toList();
  }

  @Override
  public List<HostReply> score(List<HostRequest.Score> requests) {
    List<Scorer.Scores> scores = scorer.score(requests.stream()
        .map(request -> new Scorer.Sequence(
            request.tokens(), request.from(), active(pairs.find(request.pair()), request.active())))
        .toList());
    List<HostReply> replies = new ArrayList<>();
    for (int at = 0; at < requests.size(); at++) {
      Scorer.Scores own = scores.get(at);
      Optional<AdapterPair> pair = pairs.find(requests.get(at).pair());
      replies.add(
          new HostReply.Scored(
              requests.get(at).requestId(),
              own.logProbabilities(),
              own.entropies(),
              stamp(pair, AdapterPair::policy),
              stamp(pair, AdapterPair::world)));
    }
    return replies;
  }

  @Override
  public void teach(Ticket ticket) {
    HostRequest request = ticket.request();
    AdapterPair pair = pairs.find(request.pair()).orElseThrow();
    switch (request) {
      case HostRequest.LearnPolicy learn -> learner.add(learn, pair);
      case HostRequest.LearnWorld learn -> learner.add(learn, pair);
      default -> throw new IllegalArgumentException("request " + request.requestId() + " is none to learn from");
    }
    lessons.put(request.requestId(), ticket);
  }

  @Override
  public int lessons() {
    return lessons.size();
  }

  @Override
  public List<Finished> learn() {
    List<Finished> finished = new ArrayList<>();
    for (LearnResult result : learner.step()) {
      Ticket ticket = Optional.ofNullable(lessons.remove(result.requestId())).orElseThrow();
      finished.add(new Finished(ticket, switch (result) {
        case LearnResult.Moved moved -> moved(ticket, moved);
        case LearnResult.Failed failed ->
            new Refused(failed.requestId(), Refused.Reason.FAILED, HostEngine.describe(failed.failure()));
      }));
    }
    return finished;
  }

  private HostReply moved(Ticket ticket, LearnResult.Moved moved) {
    AdapterPairId id = ticket.request().pair();
    try {
      pairs.put(id, pairs.find(id).orElseThrow().with(moved.kind(), moved.adapter()));
    } catch (RuntimeException e) {
      return new Refused(moved.requestId(), Refused.Reason.FAILED, HostEngine.describe(e));
    }
    return new HostReply.Learned(moved.requestId(), moved.kind(), moved.figures(), moved.adapter().stamp());
  }

  @Override
  public void close() {
    generation.close();
    scorer.close();
    manager.close();
    pairs.close();
  }
}
