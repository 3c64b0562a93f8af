package monitor.testkit;

import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Instances of a component's configuration annotation without an OSGi framework. Keys are those of
 * the configuration, such as {@code journal.max-size}, not the names of the methods.
 */
public final class TestConfiguration {
  private TestConfiguration() {}

  /**
   * A configuration with the given values and the defaults of all other keys.
   *
   * @throws IllegalArgumentException if a key is unknown, a value has another type than its key, or
   *     a key has neither value nor default
   */
  public static <A> A of(Class<A> annotation, Map<String, ?> values) {
    Map<String, Object> all = defaults(annotation);
    for (Map.Entry<String, ?> given : values.entrySet()) {
      requireKey(annotation, given.getKey());
      all.put(given.getKey(), given.getValue());
    }
    Object proxy =
        Proxy.newProxyInstance(
            annotation.getClassLoader(),
            new Class<?>[] {annotation},
            (self, method, arguments) -> answer(method, all));
    return annotation.cast(proxy);
  }

  /** All keys that have a default, with it: arrays as lists, for a test that pins them. */
  public static Map<String, Object> defaults(Class<?> annotation) {
    Map<String, Object> defaults = new TreeMap<>();
    for (Method method : annotation.getDeclaredMethods()) {
      Object value = method.getDefaultValue();
      if (value != null) {
        defaults.put(key(method.getName()), value.getClass().isArray() ? list(value) : value);
      }
    }
    return defaults;
  }

  private static List<Object> list(Object array) {
    List<Object> list = new ArrayList<>();
    for (int i = 0; i < Array.getLength(array); i++) {
      list.add(Array.get(array, i));
    }
    return list;
  }

  private static void requireKey(Class<?> annotation, String key) {
    for (Method method : annotation.getDeclaredMethods()) {
      if (key(method.getName()).equals(key)) {
        return;
      }
    }
    throw new IllegalArgumentException(annotation.getSimpleName() + " has no key " + key);
  }

  private static Object answer(Method method, Map<String, Object> values) {
    if (method.getName().equals("toString")) {
      return values.toString();
    }
    @Nullable Object value = values.get(key(method.getName()));
    if (value == null) {
      throw new IllegalArgumentException("no value for " + key(method.getName()));
    }
    if (value instanceof Collection<?> list && method.getReturnType().isArray()) {
      return array(list, method.getReturnType().getComponentType());
    }
    return value;
  }

  private static Object array(Collection<?> values, Class<?> type) {
    Object array = Array.newInstance(type, values.size());
    int index = 0;
    for (Object value : values) {
      Array.set(array, index++, value);
    }
    return array;
  }

  /** The key of a method by the rules of Declarative Services (OSGi Compendium, 112.8.2.1). */
  static String key(String method) {
    return method
        .replace("$_$", "-")
        .replace("__", "\0")
        .replace('_', '.')
        .replace('\0', '_')
        .replace("$$", "\0")
        .replace("$", "")
        .replace('\0', '$');
  }
}
