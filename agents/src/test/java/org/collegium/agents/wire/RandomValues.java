package org.collegium.agents.wire;

import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.collegium.agents.core.Figures;
import org.collegium.agents.core.Tally;
import org.collegium.agents.identity.AgentId;
import org.collegium.modelhost.protocol.Reals;
import org.collegium.modelhost.protocol.Segment;
import org.collegium.modelhost.protocol.Tokens;

/** Any record of the module with random contents, found by walking its components. */
public final class RandomValues {
  private final SplittableRandom random;

  /** Values of one seed. */
  public RandomValues(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** All record types that a sealed type permits, at any depth. */
  public static List<Class<?>> records(Class<?> type) {
    if (!type.isSealed()) {
      return List.of(type);
    }
    List<Class<?>> records = new ArrayList<>();
    for (Class<?> permitted : type.getPermittedSubclasses()) {
      records.addAll(records(permitted));
    }
    return records;
  }

  /** A random value of a type. */
  public <T> T value(Class<T> type) {
    return type.cast(any(type));
  }

  private Object any(Type type) {
    if (type instanceof ParameterizedType generic) {
      Type element = generic.getActualTypeArguments()[0];
      if (generic.getRawType() == List.class) {
        List<Object> list = new ArrayList<>();
        for (int left = random.nextInt(4); left > 0; left--) {
          list.add(any(element));
        }
        return list;
      }
      if (generic.getRawType() == Optional.class) {
        return random.nextBoolean() ? Optional.of(any(element)) : Optional.empty();
      }
      throw new IllegalArgumentException("no way to make a " + type);
    }
    return any((Class<?>) type);
  }

  private Object any(Class<?> type) {
    if (type == int.class || type == Integer.class) {
      return 1 + random.nextInt(1000);
    } else if (type == long.class) {
      return random.nextLong();
    } else if (type == double.class) {
      return random.nextDouble() - 0.5;
    } else if (type == boolean.class) {
      return random.nextBoolean();
    } else if (type == String.class) {
      return "word " + random.nextInt(1000) + " \u00e9";
    } else if (type == Tokens.class) {
      return Tokens.of(random.ints(random.nextInt(5), 0, 500).toArray());
    } else if (type == Reals.class) {
      return reals(random.nextInt(5));
    } else if (type == AgentId.class) {
      return new AgentId("arm/" + random.nextInt(9), "agent-" + random.nextInt(99));
    } else if (type == Segment.class) {
      Tokens tokens = value(Tokens.class);
      return random.nextBoolean() ? Segment.observation(tokens) : Segment.action(tokens, reals(tokens.length()));
    } else if (type == Figures.class) {
      return figures();
    } else if (type.isEnum()) {
      return type.getEnumConstants()[random.nextInt(type.getEnumConstants().length)];
    } else if (type.isSealed()) {
      List<Class<?>> records = records(type);
      return any(records.get(random.nextInt(records.size())));
    }
    return record(type);
  }

  private Reals reals(int length) {
    float[] values = new float[length];
    for (int at = 0; at < length; at++) {
      values[at] = (float) random.nextDouble();
    }
    return Reals.of(values);
  }

  private Figures figures() {
    TreeMap<String, Tally> tallies = new TreeMap<>();
    for (int left = random.nextInt(4); left > 0; left--) {
      tallies.put("figure/" + random.nextInt(100), value(Tally.class));
    }
    return new Figures(tallies);
  }

  private Object record(Class<?> type) {
    if (!type.isRecord() || Modifier.isAbstract(type.getModifiers())) {
      throw new IllegalArgumentException("no way to make a " + type);
    }
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    for (int at = 0; at < components.length; at++) {
      types[at] = components[at].getType();
      values[at] = any(components[at].getGenericType());
    }
    try {
      return type.getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("no way to make a " + type, e);
    }
  }
}
