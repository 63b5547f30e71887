package org.collegium.modelhost.host;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.collegium.modelhost.protocol.AdapterKind;
import org.collegium.modelhost.protocol.AdapterPairId;
import org.collegium.modelhost.protocol.AdapterStamp;
import org.collegium.modelhost.protocol.HostReply;
import org.collegium.modelhost.protocol.HostRequest;
import org.collegium.modelhost.protocol.LearnFigures;
import org.collegium.modelhost.protocol.Reals;
import org.collegium.modelhost.protocol.StopReason;
import org.collegium.modelhost.protocol.Tokens;
import org.collegium.modelhost.store.AdapterStore;

/**
 * An engine without a model: a pair is two version numbers, and a generation repeats the versions it sees at every
 * step. It notices when the schedule lets a pair change under those who read it.
 */
final class PlainEngine implements HostEngine {
  static final AdapterPairId BROKEN = new AdapterPairId("broken");

  final List<String> quanta = new ArrayList<>();
  final Map<AdapterPairId, long[]> versions = new HashMap<>();
  final Set<AdapterPairId> changing = new HashSet<>();
  private final List<Row> rows = new ArrayList<>();
  private final Map<Ticket, Integer> lessons = new LinkedHashMap<>();
  private final int rowsMax;
  private final Consumer<String> listener;
  boolean closed;

  /** What writing and reading pairs does before it succeeds, on a thread that is not the host's. */
  volatile Runnable disk = () -> {};

  private static final class Row {
    final Ticket ticket;
    final HostRequest.Generate request;
    final AdapterStamp policy;
    int drawn;

    Row(Ticket ticket, AdapterStamp policy) {
      this.ticket = ticket;
      this.request = (HostRequest.Generate) ticket.request();
      this.policy = policy;
    }
  }

  PlainEngine(int rowsMax) {
    this(rowsMax, _ -> {});
  }

  /**
   * @param listener told of every quantum before it is done
   */
  PlainEngine(int rowsMax, Consumer<String> listener) {
    this.rowsMax = rowsMax;
    this.listener = listener;
  }

  private void note(String quantum) {
    quanta.add(quantum);
    listener.accept(quantum);
  }

  @Override
  public RequestCheck.Limits limits() {
    return new RequestCheck.Limits(100, 64, 32);
  }

  @Override
  public boolean holds(AdapterPairId pair) {
    return versions.containsKey(pair);
  }

  @Override
  public int pairs() {
    return versions.size();
  }

  @Override
  public HostReply administer(HostRequest request) {
    note("administer");
    failIfBroken(request);
    mustRest(request.pair());
    return switch (request) {
      case HostRequest.Derive derive -> {
        long sum = derive.sources().stream().mapToLong(source -> policy(source).version()).sum();
        versions.put(derive.pair(), new long[] {sum, 0});
        yield new HostReply.Opened(derive.requestId(), policy(derive.pair()), world(derive.pair()));
      }
      default -> {
        versions.put(request.pair(), new long[2]);
        yield new HostReply.Opened(request.requestId(), policy(request.pair()), world(request.pair()));
      }
    };
  }

  @Override
  public Loading loading(HostRequest.Load request) {
    note("load");
    mustRest(request.pair());
    return new PlainLoading(request);
  }

  private final class PlainLoading implements Loading {
    private final HostRequest.Load load;

    PlainLoading(HostRequest.Load load) {
      this.load = load;
    }

    @Override
    public boolean isHeld() {
      return policy(load.pair()).equals(load.policy()) && world(load.pair()).equals(load.world());
    }

    @Override
    public void read() {
      disk.run();
    }

    @Override
    public HostReply put() {
      mustRest(load.pair());
      versions.put(load.pair(), new long[] {load.policy().version(), load.world().version()});
      return new HostReply.Opened(load.requestId(), load.policy(), load.world());
    }
  }

  @Override
  public Saving saving(HostRequest.Save save) {
    note("save");
    failIfBroken(save);
    return new Saving(
        List.of(), new HostReply.Saved(save.requestId(), policy(save.pair()), world(save.pair())));
  }

  @Override
  public void keep(List<AdapterStore.Version> versions) {
    disk.run();
  }

  private static void failIfBroken(HostRequest request) {
    if (request.pair().equals(BROKEN)) {
      throw new IllegalStateException("out of memory");
    }
  }

  private void mustRest(AdapterPairId pair) {
    if (changing.contains(pair) || rows.stream().anyMatch(row -> row.request.pair().equals(pair))) {
      throw new AssertionError(pair + " changes while it is read");
    }
  }

  private AdapterStamp policy(AdapterPairId pair) {
    return new AdapterStamp(versions.getOrDefault(pair, new long[2])[0], "");
  }

  private AdapterStamp world(AdapterPairId pair) {
    return new AdapterStamp(versions.getOrDefault(pair, new long[2])[1], "");
  }

  @Override
  public int rowsFree() {
    return rowsMax - rows.size();
  }

  @Override
  public int rowsActive() {
    return rows.size();
  }

  @Override
  public void admit(List<Ticket> tickets) {
    note("admit " + tickets.size());
    tickets.forEach(ticket -> failIfBroken(ticket.request()));
    tickets.forEach(ticket -> rows.add(new Row(ticket, policy(ticket.request().pair()))));
  }

  @Override
  public List<Finished> step() {
    note("decode " + rows.size());
    List<Finished> finished = new ArrayList<>();
    for (Row row : List.copyOf(rows)) {
      if (!row.policy.equals(policy(row.request.pair())) || changing.contains(row.request.pair())) {
        throw new AssertionError(row.request + " sees its pair change");
      }
      row.drawn++;
      if (row.request.sampling().seed() == -1) {
        throw new IllegalStateException("the device is lost");
      }
      if (row.drawn == row.request.sampling().tokensMax()) {
        rows.remove(row);
        Tokens tokens = Tokens.of(new int[row.drawn]);
        finished.add(new Finished(
            row.ticket,
            new HostReply.Generated(
                row.request.requestId(),
                tokens,
                Reals.of(new float[row.drawn]),
                StopReason.LENGTH,
                row.policy,
                world(row.request.pair()))));
      }
    }
    return finished;
  }

  @Override
  public List<Ticket> abandon() {
    List<Ticket> tickets = rows.stream().map(row -> row.ticket).toList();
    rows.clear();
    return tickets;
  }

  @Override
  public List<HostReply> score(List<HostRequest.Score> requests) {
    note("score " + requests.size());
    requests.forEach(PlainEngine::failIfBroken);
    return requests.stream()
        .<HostReply>map(score ->
            new HostReply.Scored(
                score.requestId(),
                Reals.of((float) policy(score.pair()).version()),
                Reals.empty(),
                policy(score.pair()),
                AdapterStamp.NONE))
        .toList();
  }

  @Override
  public void teach(Ticket ticket) {
    failIfBroken(ticket.request());
    mustRest(ticket.request().pair());
    changing.add(ticket.request().pair());
    lessons.put(ticket, 0);
  }

  @Override
  public int lessons() {
    return lessons.size();
  }

  @Override
  public List<Finished> learn() {
    note("learn " + lessons.size());
    List<Finished> finished = new ArrayList<>();
    lessons.replaceAll((_, steps) -> steps + 1);
    lessons.forEach((ticket, steps) -> {
      if (steps == 2) {
        changing.remove(ticket.request().pair());
        finished.add(new Finished(ticket, learned(ticket.request())));
      }
    });
    lessons.values().removeIf(steps -> steps == 2);
    return finished;
  }

  private HostReply learned(HostRequest request) {
    AdapterKind kind = request instanceof HostRequest.LearnPolicy ? AdapterKind.POLICY : AdapterKind.WORLD;
    versions.merge(
        request.pair(),
        kind == AdapterKind.POLICY ? new long[] {1, 0} : new long[] {0, 1},
        (old, one) -> new long[] {old[0] + one[0], old[1] + one[1]});
    AdapterStamp stamp = kind == AdapterKind.POLICY ? policy(request.pair()) : world(request.pair());
    return new HostReply.Learned(request.requestId(), kind, new LearnFigures(2, 0, 0, 0, 0, 0, 0, 0, 0), stamp);
  }

  @Override
  public void close() {
    closed = true;
    listener.accept("close");
  }
}
