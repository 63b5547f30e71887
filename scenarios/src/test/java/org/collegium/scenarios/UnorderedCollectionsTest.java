package org.collegium.scenarios;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The rule about unordered maps bites: each line of {@link Bad} breaks it, and no line of {@link Good} does. */
class UnorderedCollectionsTest {
  private static final int BAD_LINES = 12;

  @Test
  void everyWayToAnUnorderedMapOrSetIsFound() {
    assertThat(violations(Bad.class)).as("one violation a line").hasSize(BAD_LINES);
  }

  @Test
  void linkedSortedAndSingleCollectionsAreAllowed() {
    assertThat(violations(Good.class)).isEmpty();
  }

  private static List<String> violations(Class<?> type) {
    return noClasses().should(UnorderedCollections.beMade())
        .evaluate(new ClassFileImporter().importClasses(type))
        .getFailureReport()
        .getDetails();
  }

  /** Breaks the rule in every line that makes something. */
  static final class Bad {
    private final Map<String, Integer> counts = new HashMap<>();
    private final IdentityHashMap<String, Integer> byIdentity = new IdentityHashMap<>();
    private final Map<String, Integer> shared = new ConcurrentHashMap<>();
    private final Set<String> names = new HashSet<>(List.of("a"));
    private final Set<String> few = Set.of("a", "b");
    private final Supplier<Map<String, Integer>> maker = HashMap::new;

    int sum(List<String> words) {
      int sum = Map.of("a", 1, "b", 2).values().stream().mapToInt(Integer::intValue).sum();
      sum += Map.copyOf(counts).size() + byIdentity.size() + shared.size() + names.size() + few.size();
      sum += Set.copyOf(words).size() + maker.get().size();
      sum += words.stream().collect(Collectors.toSet()).size();
      sum += words.stream().collect(Collectors.toMap(Function.identity(), String::length)).size();
      sum += words.stream().collect(Collectors.groupingBy(String::length)).size();
      return sum;
    }
  }

  /** Keeps the rule. */
  static final class Good {
    private final Map<String, Integer> counts = new LinkedHashMap<>(Map.of("a", 1));
    private final SortedMap<String, Integer> sorted = new TreeMap<>(Map.of());
    private final Set<String> names = new LinkedHashSet<>(Set.of("a"));
    private final Map<Thread.State, Integer> states = new EnumMap<>(Thread.State.class);

    int sum(List<String> words) {
      int sum = counts.size() + sorted.size() + names.size() + states.size() + new TreeSet<>(words).size();
      sum += words.stream().collect(Collectors.groupingBy(String::length, TreeMap::new, Collectors.toList())).size();
      sum += words.stream()
          .collect(Collectors.toMap(Function.identity(), String::length, Integer::sum, LinkedHashMap::new))
          .size();
      return sum;
    }
  }
}
