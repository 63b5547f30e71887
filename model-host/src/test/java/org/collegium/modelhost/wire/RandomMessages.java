package org.collegium.modelhost.wire;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.collegium.modelhost.protocol.Reals;
import org.collegium.modelhost.protocol.Segment;
import org.collegium.modelhost.protocol.Tokens;

/** Random values of any record of the protocol, component by component, so that a new field is never left out. */
public final class RandomMessages {
  private final SplittableRandom random;

  /** With its own stream. */
  public RandomMessages(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** Every record that a sealed interface permits, at any depth. */
  public static List<Class<?>> records(Class<?> sealed) {
    List<Class<?>> records = new ArrayList<>();
    for (Class<?> permitted : sealed.getPermittedSubclasses()) {
      if (permitted.isRecord()) {
        records.add(permitted);
      } else {
        records.addAll(records(permitted));
      }
    }
    return records;
  }

  /** A random record. */
  public <T> T record(Class<T> type) throws ReflectiveOperationException {
    if (type == Segment.class) {
      return type.cast(segment());
    }
    RecordComponent[] components = type.getRecordComponents();
    Object[] values = new Object[components.length];
    for (int at = 0; at < values.length; at++) {
      values[at] = value(components[at].getGenericType());
    }
    Class<?>[] types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    return type.getDeclaredConstructor(types).newInstance(values);
  }

  private Object value(Type type) throws ReflectiveOperationException {
    if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
      List<Object> values = new ArrayList<>();
      for (int count = random.nextInt(4); count > 0; count--) {
        values.add(value(list.getActualTypeArguments()[0]));
      }
      return values;
    }
    Class<?> plain = (Class<?>) type;
    if (plain == String.class) {
      return text();
    } else if (plain == int.class || plain == Integer.class) {
      return random.nextInt(4) == 0 ? random.nextInt() : random.nextInt(200);
    } else if (plain == long.class) {
      return random.nextLong();
    } else if (plain == boolean.class) {
      return random.nextBoolean();
    } else if (plain == double.class) {
      return real();
    } else if (plain == Tokens.class) {
      return tokens(random.nextInt(6));
    } else if (plain == Reals.class) {
      return reals(random.nextInt(6));
    } else if (plain.isEnum()) {
      Object[] constants = plain.getEnumConstants();
      return constants[random.nextInt(constants.length)];
    }
    return record(plain);
  }

  private Segment segment() throws ReflectiveOperationException {
    Segment.Kind kind = (Segment.Kind) value(Segment.Kind.class);
    Tokens tokens = tokens(random.nextInt(6));
    return new Segment(kind, tokens, random.nextBoolean() ? Reals.empty() : reals(tokens.length()));
  }

  private double real() {
    double[] special = {0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.MIN_VALUE, 1e300};
    return random.nextInt(4) == 0 ? special[random.nextInt(special.length)] : random.nextDouble(-1, 1);
  }

  private String text() {
    String[] pieces = {"dual", "/", "agent-1", "r4", "ü", "\uD83D\uDE00", " "};
    StringBuilder text = new StringBuilder("x");
    for (int count = random.nextInt(8); count > 0; count--) {
      text.append(pieces[random.nextInt(pieces.length)]);
    }
    return text.toString();
  }

  private Tokens tokens(int length) {
    return Tokens.of(random.ints(length, 0, 100_000).toArray());
  }

  private Reals reals(int length) {
    float[] values = new float[length];
    for (int at = 0; at < length; at++) {
      values[at] = (float) real();
    }
    return Reals.of(values);
  }
}
