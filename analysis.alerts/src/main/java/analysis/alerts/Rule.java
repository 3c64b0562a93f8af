package analysis.alerts;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import monitor.api.event.Attributes;
import monitor.api.query.AlertRule;

/** A rule that is in force. Immutable. */
final class Rule {
  private static final Duration LONGEST = Duration.ofDays(30);
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final int LONGEST_METRIC = 255;
  private static final int MOST_FILTERS = 100;

  private final AlertRule settings;
  private final List<Pattern> hosts;

  /** A rule in which nothing was found wrong. */
  Rule(AlertRule settings) {
    this.settings = settings;
    this.hosts = settings.hosts().stream().map(Rule::pattern).toList();
  }

  private static Pattern pattern(String glob) {
    return Pattern.compile(
        Stream.of(glob.split("\\*+", -1)).map(Pattern::quote).collect(Collectors.joining(".*")),
        Pattern.DOTALL);
  }

  /**
   * What is wrong with a rule, each beginning with the key as the configuration has it.
   *
   * @param webhooks names of those that there are
   */
  static List<String> problems(AlertRule rule, Set<String> webhooks) {
    List<String> problems = new ArrayList<>();
    if (!NAME.matcher(rule.name()).matches()) {
      problems.add("name: has to be at most 64 letters, digits, dots, dashes and underscores");
    }
    if (rule.metric().isBlank() || rule.metric().length() > LONGEST_METRIC) {
      problems.add("metric: has to name a metric, in at most %d letters".formatted(LONGEST_METRIC));
    }
    if (!Double.isFinite(rule.threshold())) {
      problems.add("threshold: has to be a number");
    }
    if (!Double.isFinite(rule.hysteresis()) || rule.hysteresis() < 0) {
      problems.add("hysteresis: has to be a number, and not negative");
    }
    duration("hold", rule.hold(), problems);
    duration("cool-down", rule.coolDown(), problems);
    duration("no-data", rule.noData(), problems);
    if (rule.hosts().size() + rule.attributes().size() > MOST_FILTERS) {
      problems.add("attributes: more than %d filters".formatted(MOST_FILTERS));
    }
    if (rule.attributes().containsKey("")) {
      problems.add("attributes: one of them has no name");
    }
    if (rule.hosts().contains("")) {
      problems.add("hosts: one of them is empty");
    }
    for (String webhook : rule.webhooks()) {
      if (!webhooks.contains(webhook)) {
        problems.add("webhooks: there is no [[analysis.alerts.webhook]] '%s'".formatted(webhook));
      }
    }
    return problems;
  }

  private static void duration(String key, Duration duration, List<String> problems) {
    if (duration.isNegative() || duration.compareTo(LONGEST) > 0) {
      problems.add("%s: is not between 0s and 30d".formatted(key));
    }
  }

  /** As it was written. */
  AlertRule settings() {
    return settings;
  }

  String name() {
    return settings.name();
  }

  /** Whether it looks at a series of its metric. */
  boolean covers(String host, Attributes attributes) {
    return coversHost(host)
        && settings.attributes().entrySet().stream()
            .allMatch(filter -> matches(filter, attributes));
  }

  private boolean coversHost(String host) {
    return hosts.isEmpty() || hosts.stream().anyMatch(each -> each.matcher(host).matches());
  }

  private static boolean matches(Map.Entry<String, String> filter, Attributes attributes) {
    Object value = attributes.get(filter.getKey());
    return value == null ? filter.getValue().isEmpty() : value.toString().equals(filter.getValue());
  }

  /** Whether a value is beyond the threshold. */
  boolean breached(double value) {
    return settings.comparison().holds(value, settings.threshold());
  }

  /** Whether a value has come back from the threshold far enough. */
  boolean cleared(double value) {
    double back = settings.comparison().upwards() ? -settings.hysteresis() : settings.hysteresis();
    return !Double.isNaN(value) && !settings.comparison().holds(value, settings.threshold() + back);
  }

  /** The condition, for a person. */
  String condition() {
    return "%s %s".formatted(settings.comparison().sign(), number(settings.threshold()));
  }

  /** A number without decimals that say nothing. */
  static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
