package org.collegium.modelhost.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.collegium.modelhost.protocol.AdapterPairId;
import org.collegium.modelhost.protocol.HostRequest;
import org.junit.jupiter.api.Test;

class PairLanesTest {
  private static final AdapterPairId A = new AdapterPairId("a");
  private static final AdapterPairId B = new AdapterPairId("b");

  private final List<String> ready = new ArrayList<>();
  private final PairLanes lanes = new PairLanes(ticket -> ready.add(ticket.request().requestId()));
  private final Map<String, Ticket> tickets = new HashMap<>();

  private void enter(HostRequest request) {
    Ticket ticket = new Ticket(request, _ -> {});
    tickets.put(request.requestId(), ticket);
    lanes.enter(ticket);
  }

  private void leave(String id) {
    lanes.leave(Objects.requireNonNull(tickets.get(id)));
  }

  @Test
  void readersGoTogetherAndAChangeWaitsForAllOfThem() {
    enter(Requests.generate("r1", A, 1, 1));
    enter(Requests.score("r2", A, 1, 2));
    enter(Requests.learnPolicy("w1", A));
    enter(Requests.generate("r3", A, 1, 1));
    enter(Requests.learnWorld("w2", A));
    assertThat(ready).containsExactly("r1", "r2");
    leave("r2");
    assertThat(ready).containsExactly("r1", "r2");
    leave("r1");
    assertThat(ready).containsExactly("r1", "r2", "w1");
    leave("w1");
    assertThat(ready).containsExactly("r1", "r2", "w1", "r3");
    leave("r3");
    assertThat(ready).containsExactly("r1", "r2", "w1", "r3", "w2");
  }

  @Test
  void pairsDoNotWaitForEachOther() {
    enter(Requests.learnPolicy("a", A));
    enter(Requests.learnPolicy("b", B));
    assertThat(ready).containsExactly("a", "b");
  }

  @Test
  void aDerivationWaitsForItsSourcesAndHoldsUpWhatChangesThem() {
    enter(Requests.learnPolicy("a1", A));
    enter(Requests.generate("b1", B, 1, 1));
    enter(new HostRequest.Derive("d", B, List.of(A, B, A), 0, 1));
    enter(Requests.generate("a2", A, 1, 1));
    enter(Requests.learnPolicy("a3", A));
    assertThat(ready).containsExactly("a1", "b1");
    leave("a1");
    assertThat(ready).containsExactly("a1", "b1", "a2");
    leave("b1");
    assertThat(ready).containsExactly("a1", "b1", "a2", "d");
    leave("a2");
    leave("d");
    assertThat(ready).containsExactly("a1", "b1", "a2", "d", "a3");
  }

  @Test
  void whatLeavesBeforeItBeganHoldsUpNobody() {
    enter(Requests.learnPolicy("w1", A));
    enter(Requests.generate("r1", A, 1, 1));
    enter(Requests.learnPolicy("w2", A));
    enter(Requests.generate("r2", A, 1, 1));
    leave("r1");
    leave("w2");
    leave("w1");
    assertThat(ready).containsExactly("w1", "r2");
  }

  @Test
  void manyReadersOfOnePairCostNoMoreEachThanAFew() {
    int many = 200_000;
    IntStream.range(0, many).forEach(at -> enter(Requests.generate("r" + at, A, 1, 1)));
    IntStream.range(0, many).forEach(at -> leave("r" + at));
    assertThat(ready).hasSize(many);
  }
}
