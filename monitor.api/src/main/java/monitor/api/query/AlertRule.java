package monitor.api.query;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A threshold on the samples of a metric, looked at for each series of each host by itself.
 *
 * @param name of the rule
 * @param metric exact name of the series
 * @param hosts whose series; {@code *} stands for any text; empty for all
 * @param attributes exact values of attributes that a series must have; an empty value: that it
 *     must not have
 * @param comparison how a value compares with the threshold when there is an alert
 * @param threshold in the unit of the series
 * @param hysteresis how far a value must have come back beyond the threshold before an alert is
 *     over, in the unit of the series; zero: not at all
 * @param hold how long every sample must be beyond the threshold before there is an alert; zero:
 *     one sample is enough
 * @param coolDown how long after its end an alert does not ring again; zero: no time
 * @param noData an alert is over when its series was silent for so long; zero: never
 * @param severity how bad it is
 * @param webhooks names of those that are told; empty for all
 */
public record AlertRule(
    String name,
    String metric,
    List<String> hosts,
    Map<String, String> attributes,
    Comparison comparison,
    double threshold,
    double hysteresis,
    Duration hold,
    Duration coolDown,
    Duration noData,
    Severity severity,
    List<String> webhooks) {
  /** Cool-down of a rule that says nothing else. */
  public static final Duration DEFAULT_COOL_DOWN = Duration.ofMinutes(5);

  /** Silence that ends an alert of a rule that says nothing else. */
  public static final Duration DEFAULT_NO_DATA = Duration.ofMinutes(10);

  /** Copies the collections. */
  public AlertRule {
    hosts = List.copyOf(hosts);
    attributes = Map.copyOf(attributes);
    webhooks = List.copyOf(webhooks);
  }

  /** How a value compares with the threshold. */
  public enum Comparison {
    /** Greater. */
    ABOVE(">"),
    /** Greater or equal. */
    AT_LEAST(">="),
    /** Less. */
    BELOW("<"),
    /** Less or equal. */
    AT_MOST("<=");

    private final String sign;

    Comparison(String sign) {
      this.sign = sign;
    }

    /** As it is written. */
    public String sign() {
      return sign;
    }

    /** The comparison that is written so. */
    public static Optional<Comparison> of(String sign) {
      return Arrays.stream(values()).filter(each -> each.sign.equals(sign)).findFirst();
    }

    /** Whether it looks for what is too large, rather than too small. */
    public boolean upwards() {
      return this == ABOVE || this == AT_LEAST;
    }

    /** Whether a value is beyond a threshold; what is no number never is. */
    public boolean holds(double value, double threshold) {
      return switch (this) {
        case ABOVE -> value > threshold;
        case AT_LEAST -> value >= threshold;
        case BELOW -> value < threshold;
        case AT_MOST -> value <= threshold;
      };
    }
  }

  /** How bad an alert is. */
  public enum Severity {
    /** Good to know. */
    INFO,
    /** Look at it soon. */
    WARNING,
    /** Look at it now. */
    CRITICAL
  }
}
