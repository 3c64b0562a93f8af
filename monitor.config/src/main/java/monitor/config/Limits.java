package monitor.config;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import monitor.api.config.Values;
import org.jspecify.annotations.Nullable;

/**
 * The limits of a key: options, and a range of numbers, durations or sizes. A text whose limits are
 * both durations is a duration, one whose limits are both sizes is a size, and of any other text
 * the limits bound the length.
 *
 * @param attribute the key
 * @param measure what the range is compared with
 * @param min null: none
 * @param max null: none
 */
record Limits(
    Attribute attribute,
    Function<Object, BigDecimal> measure,
    @Nullable BigDecimal min,
    @Nullable BigDecimal max) {

  static Limits of(Attribute attribute) {
    return Stream.<Function<Object, BigDecimal>>of(
            Limits::nanos, Limits::bytes, value -> new BigDecimal(value.toString()))
        .flatMap(measure -> with(attribute, measure).stream())
        .findFirst()
        .orElseGet(() -> new Limits(attribute, value -> BigDecimal.ZERO, null, null));
  }

  /** The limits in this measure, if they are written in it. */
  private static Optional<Limits> with(Attribute attribute, Function<Object, BigDecimal> measure) {
    String min = attribute.range().min();
    String max = attribute.range().max();
    if (min == null && max == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Limits(
              attribute,
              numeric(min) && numeric(max) ? Limits.number(attribute) : measure,
              min == null ? null : measure.apply(min),
              max == null ? null : measure.apply(max)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static boolean numeric(@Nullable String limit) {
    return limit == null || limit.matches("[-+]?[0-9.]+([eE][-+]?[0-9]+)?");
  }

  private static Function<Object, BigDecimal> number(Attribute attribute) {
    return switch (attribute.type()) {
      case STRING, PASSWORD, CHARACTER, BOOLEAN ->
          value -> BigDecimal.valueOf(value.toString().length());
      default -> value -> new BigDecimal(value.toString());
    };
  }

  private static BigDecimal nanos(Object text) {
    return BigDecimal.valueOf(Values.duration("", text.toString()).toNanos());
  }

  private static BigDecimal bytes(Object text) {
    return BigDecimal.valueOf(Values.size("", text.toString()));
  }

  /**
   * What is wrong with a value of the right type.
   *
   * @param shown the value as it may be shown
   */
  List<String> check(String shown, Object value) {
    if (!attribute.options().isEmpty() && !attribute.options().contains(value.toString())) {
      return List.of(
          "%s is not one of %s".formatted(shown, String.join(", ", attribute.options())));
    }
    if (value.equals("") && attribute.defaults().equals(List.of("")) && !attribute.secret()) {
      return List.of(); // as if it were not set
    }
    try {
      return within(measure.apply(value)) ? List.of() : List.of(outside(shown));
    } catch (IllegalArgumentException e) {
      return List.of(attribute.secret() ? "is malformed" : malformed(e));
    }
  }

  private static String malformed(IllegalArgumentException e) {
    return Objects.requireNonNullElse(e.getMessage(), "is malformed").replaceFirst("^: ", "");
  }

  private boolean within(BigDecimal measured) {
    return (min == null || measured.compareTo(min) >= 0)
        && (max == null || measured.compareTo(max) <= 0);
  }

  private String outside(String shown) {
    String from = attribute.range().min();
    String to = attribute.range().max();
    String range =
        from == null ? "at most " + to : to == null ? "at least " + from : from + " to " + to;
    return "%s is out of range, allowed is %s".formatted(shown, range);
  }
}
