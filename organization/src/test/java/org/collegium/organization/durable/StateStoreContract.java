package org.collegium.organization.durable;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.state.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.state.javadsl.DurableStateBehavior;
import org.apache.pekko.persistence.typed.state.javadsl.Effect;
import org.junit.jupiter.api.Test;

/** What every store of states promises, tried with Pekko's own actors. */
abstract class StateStoreContract {
  private static final Duration ANSWER_MAX = Duration.ofSeconds(60);

  /** The store, opened anew. */
  abstract StateStore store();

  /** Keeps {@code text} and says so; tells nothing for an empty one but what it has. */
  private record Keep(String text, ActorRef<Done> done, ActorRef<String> has) {}

  private static final class Keeper extends DurableStateBehavior<Keep, String> {
    Keeper(String id) {
      super(PersistenceId.ofUniqueId(id));
    }

    @Override
    public String emptyState() {
      return "nothing";
    }

    @Override
    public CommandHandler<Keep, String> commandHandler() {
      return newCommandHandlerBuilder()
          .forAnyState()
          .onCommand(
              Keep.class,
              (state, keep) ->
                  keep.text().isEmpty()
                      ? Effect().reply(keep.has(), state)
                      : Effect().persist(keep.text()).thenRun(_ -> keep.done().tell(Done.getInstance())))
          .build();
    }
  }

  private void keep(String id, String text) {
    with(id, (keeper, kit) -> {
      TestProbe<Done> done = kit.createTestProbe();
      TestProbe<String> has = kit.createTestProbe();
      keeper.tell(new Keep(text, done.ref(), has.ref()));
      done.receiveMessage(ANSWER_MAX);
      return text;
    });
  }

  private String has(String id) {
    return with(id, (keeper, kit) -> {
      TestProbe<Done> done = kit.createTestProbe();
      TestProbe<String> has = kit.createTestProbe();
      keeper.tell(new Keep("", done.ref(), has.ref()));
      return has.receiveMessage(ANSWER_MAX);
    });
  }

  private interface Use {
    String of(ActorRef<Keep> keeper, ActorTestKit kit);
  }

  /** Each use has an actor system of its own, as a process would. */
  private String with(String id, Use use) {
    Config config =
        ConfigFactory.parseMap(Map.of("pekko.actor.provider", "local"))
            .withFallback(store().settings())
            .withFallback(ConfigFactory.parseResources("collegium-node.conf"))
            .withFallback(ConfigFactory.load());
    ActorTestKit kit = ActorTestKit.create("states", config.resolve());
    try {
      return use.of(kit.spawn(new Keeper(id)), kit);
    } finally {
      kit.shutdownTestKit();
    }
  }

  @Test
  void whatAnActorKeptIsThereInTheNextProcess() {
    String id = "run-1/agent|dual/1/" + "long-name-".repeat(20);
    assertThat(store().kept(id)).isEmpty();
    assertThat(has(id)).isEqualTo("nothing");
    keep(id, "first");
    keep(id, "second");
    assertThat(has(id)).isEqualTo("second");
    assertThat(store().kept(id)).hasValueSatisfying(
        bytes -> assertThat(bytes).isEqualTo("second".getBytes(StandardCharsets.UTF_8)));
    assertThat(store().kept(id + "x")).isEmpty();
    assertThat(has("run-2" + id.substring(5))).isEqualTo("nothing");
  }

  @Test
  void whatAllActorsOfARunHaveKeptIsRemovedAndNothingElse() {
    List<String> ours = List.of("agent|run_1%!/dual/1/agent-1", "agent|run_1%!/dual/1/agent-2");
    List<String> others = List.of("agent|run_1%!x/dual/1/agent-1", "agent|runx1%!/dual/1/agent-1", "x|run_1%!/dual");
    ours.forEach(id -> keep(id, "ours"));
    others.forEach(id -> keep(id, "another's"));

    store().remove("agent|run_1%!/");
    store().remove("agent|run_1%!/");

    assertThat(ours).allSatisfy(id -> assertThat(store().kept(id)).as(id).isEmpty());
    assertThat(others).allSatisfy(id -> assertThat(store().kept(id)).as(id).isPresent());
  }
}
