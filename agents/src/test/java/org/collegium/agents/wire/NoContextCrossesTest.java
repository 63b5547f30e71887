package org.collegium.agents.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.SortedMap;
import org.collegium.agents.context.EpisodeContext;
import org.collegium.agents.core.AgentMessage;
import org.collegium.agents.core.Briefing;
import org.collegium.agents.core.Effect;
import org.collegium.agents.core.Figures;
import org.collegium.agents.core.RoundReport;
import org.collegium.agents.core.RoundWork;
import org.collegium.agents.core.Summary;
import org.collegium.agents.core.Tally;
import org.collegium.agents.identity.AgentId;
import org.collegium.modelhost.protocol.HostRequest;
import org.collegium.modelhost.protocol.Segment;
import org.collegium.modelhost.protocol.Tokens;
import org.collegium.modelhost.protocol.Trajectory;
import org.junit.jupiter.api.Test;

/** What crosses to the orchestrator and to neighbours has no place in which a context could stand. */
class NoContextCrossesTest {
  /** Every type that can be reached from a type by record components, permitted subtypes and type arguments. */
  private static Set<Class<?>> reachable(Type from) {
    Set<Class<?>> found = new LinkedHashSet<>();
    walk(from, found);
    return found;
  }

  private static void walk(Type type, Set<Class<?>> found) {
    if (type instanceof ParameterizedType generic) {
      walk(generic.getRawType(), found);
      for (Type argument : generic.getActualTypeArguments()) {
        walk(argument, found);
      }
    } else if (type instanceof Class<?> plain && found.add(plain)) {
      if (plain.isSealed()) {
        for (Class<?> permitted : plain.getPermittedSubclasses()) {
          walk(permitted, found);
        }
      }
      if (plain.isRecord()) {
        for (RecordComponent component : plain.getRecordComponents()) {
          walk(component.getGenericType(), found);
        }
      }
    }
  }

  @Test
  void reportsToldSummariesAndBriefingsReachNothingButTheseTypes() {
    for (Class<?> crossing :
        new Class<?>[] {
          RoundReport.class, AgentMessage.Told.class, Briefing.class, Effect.Report.class, Effect.TellNeighbour.class
        }) {
      assertThat(reachable(crossing))
          .as("what can be reached from %s", crossing)
          .isSubsetOf(
              crossing,
              RoundReport.class,
              AgentMessage.Told.class,
              AgentId.class,
              Summary.class,
              Figures.class,
              SortedMap.class,
              Tally.class,
              Tokens.class,
              String.class,
              int.class,
              long.class,
              double.class);
    }
  }

  @Test
  void theOnlyTokensAreThoseOfTheBoundedTexts() {
    for (Class<?> type : reachable(RoundReport.class)) {
      if (type.isRecord()) {
        for (RecordComponent component : type.getRecordComponents()) {
          if (component.getType() == Tokens.class) {
            assertThat(type).isEqualTo(Summary.class);
          }
        }
      }
    }
  }

  @Test
  void theWalkFindsAContextWhereThereIsOne() {
    assertThat(reachable(RoundWork.class)).contains(EpisodeContext.class, Segment.class);
    assertThat(reachable(HostRequest.class)).contains(Trajectory.class);
  }
}
