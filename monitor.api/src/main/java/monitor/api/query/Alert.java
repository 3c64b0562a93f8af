package monitor.api.query;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a rule found about one series of one host.
 *
 * @param id the same for ever, also in notifications; empty while it is pending
 * @param rule name of the rule
 * @param severity how bad it is, as the rule says
 * @param state how far it is
 * @param host where the series is measured
 * @param metric name of the series
 * @param unit of the series, a UCUM code
 * @param attributes of the series
 * @param condition of the rule when it began, such as {@code > 0.9}
 * @param value last one that was seen, in the unit of the series
 * @param since when the state began; of one that is over, when it began to fire
 * @param ended when it was over; null before
 * @param reason why it was over; null before
 */
public record Alert(
    String id,
    String rule,
    AlertRule.Severity severity,
    State state,
    String host,
    String metric,
    String unit,
    Map<String, Object> attributes,
    String condition,
    double value,
    Instant since,
    @Nullable Instant ended,
    @Nullable String reason) {
  /** How far an alert is. */
  public enum State {
    /** The condition holds, but not for long enough yet, or a cool-down is not over. */
    PENDING,
    /** It was told, or is being told. */
    FIRING,
    /** It is over. */
    RESOLVED
  }
}
