package monitor.rest.alerts;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import monitor.api.query.Alert;
import org.jspecify.annotations.Nullable;

/** An alert, as the API writes it. */
record AlertShape(
    String id,
    String rule,
    String severity,
    String state,
    String host,
    String metric,
    String unit,
    Map<String, Object> attributes,
    String condition,
    double value,
    Instant since,
    @Nullable Instant ended,
    @Nullable String reason) {
  static AlertShape of(Alert alert) {
    return new AlertShape(
        alert.id(),
        alert.rule(),
        alert.severity().name().toLowerCase(Locale.ROOT),
        alert.state().name().toLowerCase(Locale.ROOT),
        alert.host(),
        alert.metric(),
        alert.unit(),
        alert.attributes(),
        alert.condition(),
        alert.value(),
        alert.since(),
        alert.ended(),
        alert.reason());
  }
}
