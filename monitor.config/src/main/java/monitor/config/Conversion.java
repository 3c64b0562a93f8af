package monitor.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The value of a key in the type that its description asks for.
 *
 * @param value null if there are problems
 * @param problems what is wrong with it, each the end of a sentence that begins with the key
 */
record Conversion(@Nullable Object value, List<String> problems) {

  /** Converts and checks what was set. */
  static Conversion of(Attribute attribute, Setting setting) {
    Object value = setting.value();
    if (!attribute.list()) {
      return value instanceof List<?>
          ? failed("is a list, expected " + attribute.type().words())
          : single(attribute, value, setting.expanded());
    }
    return value instanceof List<?> items
        ? all(attribute, items, setting.expanded())
        : failed("expected a list such as [%s]".formatted(quoted(attribute, value)));
  }

  private static Conversion failed(String problem) {
    return new Conversion(null, List.of(problem));
  }

  private static Conversion all(Attribute attribute, List<?> items, boolean expanded) {
    List<Object> values = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (Object item : items) {
      Conversion one = single(attribute, item, expanded);
      problems.addAll(one.problems());
      if (one.value() != null) {
        values.add(one.value());
      }
    }
    if (items.isEmpty() && attribute.indispensable()) {
      problems.add("needs one value at least");
    }
    return problems.isEmpty()
        ? new Conversion(array(attribute.type(), values), problems)
        : new Conversion(null, problems);
  }

  /** An array of the wrapper type, which every reader of a configuration understands. */
  private static Object[] array(Attribute.Type type, List<Object> values) {
    return switch (type) {
      case STRING, PASSWORD -> values.toArray(String[]::new);
      case LONG -> values.toArray(Long[]::new);
      case INTEGER -> values.toArray(Integer[]::new);
      case SHORT -> values.toArray(Short[]::new);
      case BYTE -> values.toArray(Byte[]::new);
      case CHARACTER -> values.toArray(Character[]::new);
      case DOUBLE -> values.toArray(Double[]::new);
      case FLOAT -> values.toArray(Float[]::new);
      case BOOLEAN -> values.toArray(Boolean[]::new);
    };
  }

  private static Conversion single(Attribute attribute, Object value, boolean expanded) {
    Optional<Object> typed = typed(attribute.type(), value, expanded);
    if (typed.isEmpty()) {
      return failed(
          "%s is no value for it, expected %s"
              .formatted(quoted(attribute, value), attribute.type().words()));
    }
    List<String> problems = Limits.of(attribute).check(quoted(attribute, value), typed.get());
    return new Conversion(problems.isEmpty() ? typed.get() : null, problems);
  }

  private static Optional<Object> typed(Attribute.Type type, Object value, boolean expanded) {
    try {
      return switch (type) {
        case STRING, PASSWORD -> value instanceof String ? Optional.of(value) : Optional.empty();
        case LONG -> whole(value, expanded).map(number -> number);
        case INTEGER -> whole(value, expanded).map(Math::toIntExact);
        case SHORT -> whole(value, expanded).map(n -> Short.valueOf(Long.toString(n)));
        case BYTE -> whole(value, expanded).map(n -> Byte.valueOf(Long.toString(n)));
        case CHARACTER -> character(value);
        case DOUBLE -> real(value, expanded).map(number -> number);
        case FLOAT -> real(value, expanded).map(Double::floatValue);
        case BOOLEAN -> truth(value, expanded);
      };
    } catch (ArithmeticException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<Long> whole(Object value, boolean expanded) {
    return switch (value) {
      case Long number -> Optional.of(number);
      case String text when expanded -> Optional.of(Long.valueOf(text.strip()));
      default -> Optional.empty();
    };
  }

  private static Optional<Double> real(Object value, boolean expanded) {
    return switch (value) {
      case Double number -> Optional.of(number);
      case Long number -> Optional.of(number.doubleValue());
      case String text when expanded -> Optional.of(Double.valueOf(text.strip()));
      default -> Optional.empty();
    };
  }

  private static Optional<Object> character(Object value) {
    return value instanceof String text && text.length() == 1
        ? Optional.of(text.charAt(0))
        : Optional.empty();
  }

  private static Optional<Object> truth(Object value, boolean expanded) {
    return switch (value) {
      case Boolean flag -> Optional.of(flag);
      case String text when expanded && List.of("true", "false").contains(text) ->
          Optional.of(Boolean.valueOf(text));
      default -> Optional.empty();
    };
  }

  private static String quoted(Attribute attribute, Object value) {
    if (attribute.secret()) {
      return "this secret";
    }
    return value instanceof String text ? "\"" + text + "\"" : value.toString();
  }
}
