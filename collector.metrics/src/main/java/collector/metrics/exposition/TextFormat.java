package collector.metrics.exposition;

import java.util.Locale;

/** The text formats. */
public enum TextFormat {
  /** The text format of Prometheus, version 0.0.4: blanks, comments and order are free. */
  PROMETHEUS,
  /** OpenMetrics 1.0: what the standard forbids is refused. */
  OPEN_METRICS;

  /** What to ask a server for. */
  public static final String ACCEPT =
      "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5";

  /**
   * The format that a content type names; none, and plain text, are that of Prometheus.
   *
   * @throws IllegalArgumentException if it is another
   */
  public static TextFormat of(String contentType) {
    String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return switch (type) {
      case "application/openmetrics-text" -> OPEN_METRICS;
      case "", "text/plain" -> PROMETHEUS;
      default ->
          throw new IllegalArgumentException(
              "the content type '%s' holds no metrics".formatted(type));
    };
  }
}
