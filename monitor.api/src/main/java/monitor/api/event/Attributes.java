package monitor.api.event;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Named values, immutable and sorted by name. A value is a {@code String}, {@code Long}, {@code
 * Double}, {@code Boolean} or a {@code List<String>}; other integers and floats are widened.
 */
public final class Attributes {
  /** No attributes. */
  public static final Attributes EMPTY = new Attributes(new TreeMap<>());

  private final SortedMap<String, Object> values;
  private final int hash;

  private Attributes(SortedMap<String, Object> values) {
    this.values = values;
    this.hash = values.hashCode();
  }

  /**
   * One attribute.
   *
   * @throws IllegalArgumentException if the name is empty or the value has another type
   */
  public static Attributes of(String name, Object value) {
    return EMPTY.with(name, value);
  }

  /**
   * The attributes of a map.
   *
   * @throws IllegalArgumentException if a name is empty or a value has another type
   */
  public static Attributes of(Map<String, ?> values) {
    if (values.isEmpty()) {
      return EMPTY;
    }
    SortedMap<String, Object> sorted = new TreeMap<>();
    values.forEach((name, value) -> sorted.put(checkName(name), checkValue(name, value)));
    return new Attributes(sorted);
  }

  /**
   * These attributes and one more; a value of the same name is replaced.
   *
   * @throws IllegalArgumentException if the name is empty or the value has another type
   */
  public Attributes with(String name, Object value) {
    SortedMap<String, Object> copy = new TreeMap<>(values);
    copy.put(checkName(name), checkValue(name, value));
    return new Attributes(copy);
  }

  private static String checkName(String name) {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("an attribute needs a name");
    }
    return name;
  }

  private static Object checkValue(String name, @Nullable Object value) {
    return switch (value) {
      case String s -> s;
      case Long l -> l;
      case Double d -> d;
      case Boolean b -> b;
      case Integer i -> (long) i;
      case Short s -> (long) s;
      case Byte b -> (long) b;
      case Float f -> (double) f;
      case List<?> list -> strings(name, list);
      case null, default ->
          throw new IllegalArgumentException(
              "attribute '%s' has a value of type %s; allowed are String, Long, Double, Boolean and List<String>"
                  .formatted(name, value == null ? "null" : value.getClass().getName()));
    };
  }

  private static List<String> strings(String name, List<?> list) {
    for (Object element : list) {
      if (!(element instanceof String)) {
        throw new IllegalArgumentException(
            "attribute '%s' is a list of something else than strings".formatted(name));
      }
    }
    return list.stream().map(String.class::cast).toList();
  }

  /** The value of this name, or null. */
  public @Nullable Object get(String name) {
    return values.get(name);
  }

  /** Calls back for each attribute, in the order of the names. */
  public void forEach(BiConsumer<String, Object> visitor) {
    values.forEach(visitor);
  }

  /** How many there are. */
  public int size() {
    return values.size();
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return values.isEmpty();
  }

  /** A read-only view, sorted by name. */
  public Map<String, Object> asMap() {
    return java.util.Collections.unmodifiableSortedMap(values);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Attributes that && hash == that.hash && values.equals(that.values);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
