package org.collegium.scenarios;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.function.Supplier;

/**
 * Where maps and sets come from whose order nobody decided. Code is not asked how it walks through a map, which its
 * types do not show, but what it makes: who makes no unordered map cannot walk through one of its own.
 *
 * <p>Unordered are the map and set classes of the JDK that are neither linked nor sorted, {@code Map.of}, {@code
 * Set.of} and their copies, and the collectors that choose the map or set themselves. Constructor references count.
 */
final class UnorderedCollections {
  private static final Set<String> FACTORIES = Set.of("of", "ofEntries", "copyOf");

  private UnorderedCollections() {}

  static ArchCondition<JavaClass> beMade() {
    return new ArchCondition<>("make a map or set that has no order") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        type.getAccessesFromSelf().stream()
            .sorted(Comparator.comparingInt(JavaAccess::getLineNumber))
            .forEach(access -> madeBy(access, type).ifPresent(made ->
                events.add(SimpleConditionEvent.satisfied(access, access.getDescription() + " makes " + made))));
      }
    };
  }

  private static Optional<String> madeBy(JavaAccess<?> access, JavaClass from) {
    JavaClass owner = access.getTargetOwner();
    String name = access.getTarget().getName();
    if (name.equals(JavaConstructor.CONSTRUCTOR_NAME)) {
      // A subclass calls the constructor of what it extends; it is judged where it is made itself.
      boolean isSuper = from.getRawSuperclass().filter(owner::equals).isPresent()
          && access.getOrigin().getName().equals(JavaConstructor.CONSTRUCTOR_NAME);
      return !isSuper && hasNoOrder(owner) ? Optional.of("an unordered " + owner.getSimpleName()) : Optional.empty();
    }
    return switch (owner.getFullName()) {
      case "java.util.Map", "java.util.Set" ->
          FACTORIES.contains(name) && !isEmptyOrSingle(access)
              ? Optional.of("an unordered " + owner.getSimpleName())
              : Optional.empty();
      case "java.util.stream.Collectors" -> collected(access, name);
      case "java.util.concurrent.ConcurrentHashMap" ->
          name.equals("newKeySet") ? Optional.of("an unordered set") : Optional.empty();
      default -> Optional.empty();
    };
  }

  /** Nothing and one thing have only one order. */
  private static boolean isEmptyOrSingle(JavaAccess<?> access) {
    int parameters = rawParameters(access).size();
    int each = access.getTargetOwner().isEquivalentTo(Map.class) ? 2 : 1;
    boolean isList = access.getTarget().getName().equals("of") && !lastIsArray(access);
    return isList && parameters <= each;
  }

  private static Optional<String> collected(JavaAccess<?> access, String name) {
    return switch (name) {
      case "toSet", "toUnmodifiableSet", "toUnmodifiableMap" -> Optional.of("an unordered collection");
      case "toMap", "toConcurrentMap", "groupingBy", "groupingByConcurrent" ->
          takesSupplier(access) ? Optional.empty() : Optional.of("an unordered map");
      default -> Optional.empty();
    };
  }

  private static boolean takesSupplier(JavaAccess<?> access) {
    return rawParameters(access).stream().anyMatch(parameter -> parameter.isEquivalentTo(Supplier.class));
  }

  private static boolean lastIsArray(JavaAccess<?> access) {
    List<JavaClass> parameters = rawParameters(access);
    return !parameters.isEmpty() && parameters.getLast().isArray();
  }

  private static List<JavaClass> rawParameters(JavaAccess<?> access) {
    return access.getTarget() instanceof CodeUnitAccessTarget unit
        ? unit.getRawParameterTypes()
        : List.of();
  }

  private static boolean hasNoOrder(JavaClass type) {
    boolean isMapOrSet = type.isAssignableTo(Map.class) || type.isAssignableTo(Set.class);
    boolean isOfTheLibrary = type.getPackageName().startsWith("java.util");
    return isMapOrSet
        && isOfTheLibrary
        && !type.isAssignableTo(LinkedHashMap.class)
        && !type.isAssignableTo(LinkedHashSet.class)
        && !type.isAssignableTo(SortedMap.class)
        && !type.isAssignableTo(SortedSet.class)
        && !type.isAssignableTo(EnumMap.class)
        && !type.isAssignableTo(EnumSet.class);
  }
}
