package monitor.rest.alerts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import monitor.api.config.Values;
import monitor.api.query.AlertRule;
import monitor.rest.http.Problem;
import org.jspecify.annotations.Nullable;

/** A rule as it is written and read; what is absent has the default of the configuration. */
record RuleBody(
    @Nullable String metric,
    @Nullable List<String> hosts,
    @Nullable Map<String, String> attributes,
    @Nullable String comparison,
    @Nullable Double threshold,
    @Nullable Double hysteresis,
    @Nullable String hold,
    @Nullable String coolDown,
    @Nullable String noData,
    @Nullable String severity,
    @Nullable List<String> webhooks) {

  static RuleBody of(AlertRule rule) {
    return new RuleBody(
        rule.metric(),
        rule.hosts(),
        rule.attributes(),
        rule.comparison().sign(),
        rule.threshold(),
        rule.hysteresis(),
        text(rule.hold()),
        text(rule.coolDown()),
        text(rule.noData()),
        rule.severity().name().toLowerCase(Locale.ROOT),
        rule.webhooks());
  }

  /**
   * The rule of this name.
   *
   * @throws Problem 400 naming each field that cannot be used
   */
  AlertRule rule(String name) {
    List<Problem.Fault> faults = new ArrayList<>();
    AlertRule.Comparison compared =
        known("comparison", comparison, ">", AlertRule.Comparison::of, "one of > >= < <=", faults);
    AlertRule.Severity severe =
        known(
            "severity",
            severity,
            "warning",
            RuleBody::severity,
            "info, warning or critical",
            faults);
    Duration held = duration("hold", hold, Duration.ZERO, faults);
    Duration cool = duration("coolDown", coolDown, AlertRule.DEFAULT_COOL_DOWN, faults);
    Duration silent = duration("noData", noData, AlertRule.DEFAULT_NO_DATA, faults);
    if (metric == null) {
      faults.add(new Problem.Fault("metric", "is missing"));
    }
    if (threshold == null) {
      faults.add(new Problem.Fault("threshold", "is missing"));
    }
    if (hasNull(hosts) || hasNull(webhooks) || attributes != null && hasNull(attributes.values())) {
      faults.add(new Problem.Fault("hosts, attributes, webhooks", "hold no null"));
    }
    if (!faults.isEmpty() || metric == null || threshold == null) {
      throw Problem.invalid(faults);
    }
    return new AlertRule(
        name,
        metric.strip(),
        Optional.ofNullable(hosts).orElse(List.of()),
        Optional.ofNullable(attributes).orElse(Map.of()),
        compared,
        threshold,
        Optional.ofNullable(hysteresis).orElse(0.0),
        held,
        cool,
        silent,
        severe,
        Optional.ofNullable(webhooks).orElse(List.of()));
  }

  private static boolean hasNull(@Nullable Iterable<?> values) {
    if (values != null) {
      for (Object value : values) {
        if (value == null) {
          return true;
        }
      }
    }
    return false;
  }

  private static Optional<AlertRule.Severity> severity(String text) {
    return Arrays.stream(AlertRule.Severity.values())
        .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(text))
        .findFirst();
  }

  private static <T> T known(
      String field,
      @Nullable String text,
      String fallback,
      Function<String, Optional<T>> reader,
      String allowed,
      List<Problem.Fault> faults) {
    Optional<T> value = reader.apply(text == null ? fallback : text);
    if (value.isEmpty()) {
      faults.add(new Problem.Fault(field, "has to be " + allowed));
    }
    return value.or(() -> reader.apply(fallback)).orElseThrow();
  }

  private static Duration duration(
      String field, @Nullable String text, Duration fallback, List<Problem.Fault> faults) {
    try {
      return text == null ? fallback : Values.duration(field, text);
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      faults.add(new Problem.Fault(field, message.substring(message.indexOf(':') + 1).strip()));
      return fallback;
    }
  }

  /** As the configuration has it: 1h30m. */
  private static String text(Duration duration) {
    Map<String, Long> parts = new java.util.LinkedHashMap<>();
    parts.put("d", duration.toDaysPart());
    parts.put("h", (long) duration.toHoursPart());
    parts.put("m", (long) duration.toMinutesPart());
    parts.put("s", (long) duration.toSecondsPart());
    parts.put("ms", (long) duration.toMillisPart());
    String text =
        parts.entrySet().stream()
            .filter(part -> part.getValue() > 0)
            .map(part -> part.getValue() + part.getKey())
            .collect(Collectors.joining());
    return text.isEmpty() ? "0s" : text;
  }
}
