package monitor.rest.health;

import java.util.Map;
import java.util.TreeMap;
import monitor.api.operation.Histogram;

/**
 * Writes metrics in the text format of Prometheus (version 0.0.4) or of OpenMetrics 1.0, which
 * differ in the names of counters' families and in the last line.
 */
final class Exposition {
  private final StringBuilder text = new StringBuilder();
  private final boolean open;

  Exposition(boolean open) {
    this.open = open;
  }

  /** Begins a family of gauges. */
  void gauge(String name, String help) {
    family(name, "gauge", help);
  }

  /** Begins a family of counters, whose name ends in {@code _total}. */
  void counter(String name, String help) {
    family(open ? name.substring(0, name.length() - "_total".length()) : name, "counter", help);
  }

  /** Begins a family of histograms. */
  void histogram(String name, String help) {
    family(name, "histogram", help);
  }

  /** The samples of a histogram in the family that was begun. */
  void samples(String name, Map<String, String> labels, Histogram histogram) {
    for (Histogram.Bucket bucket : histogram.buckets()) {
      double bound = bucket.atMostSeconds();
      Map<String, String> of = new TreeMap<>(labels);
      of.put("le", Double.isInfinite(bound) ? "+Inf" : Double.toString(bound));
      sample(name + "_bucket", of, bucket.count());
    }
    sample(name + "_sum", labels, histogram.sumSeconds());
    sample(name + "_count", labels, histogram.count());
  }

  private void family(String name, String type, String help) {
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }

  /** One sample of the family that was begun. */
  void sample(String name, Map<String, String> labels, double value) {
    text.append(name);
    String separator = "{";
    for (Map.Entry<String, String> label : labels.entrySet()) {
      text.append(separator).append(label.getKey()).append("=\"");
      text.append(escape(label.getValue())).append('"');
      separator = ",";
    }
    text.append(labels.isEmpty() ? " " : "} ").append(number(value)).append('\n');
  }

  private static String number(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1L << 53) {
      return Long.toString((long) value);
    }
    return Double.toString(value);
  }

  private static String escape(String value) {
    return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\"", "\\\"");
  }

  @Override
  public String toString() {
    return open ? text + "# EOF\n" : text.toString();
  }
}
