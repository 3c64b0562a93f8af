package collector.metrics.exposition;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The types of families (OpenMetrics 1.0, Metric Types), with the samples that each may have. */
public enum MetricType {
  /** A total that only grows. */
  COUNTER(Role.TOTAL, Role.CREATED),
  /** A reading. */
  GAUGE(Role.VALUE),
  /** Counts of observations up to upper bounds. */
  HISTOGRAM(Role.BUCKET, Role.COUNT, Role.SUM, Role.CREATED),
  /** The same of what is there now. */
  GAUGEHISTOGRAM(Role.BUCKET, Role.GCOUNT, Role.GSUM),
  /** Quantiles that the program computed. */
  SUMMARY(Role.VALUE, Role.COUNT, Role.SUM, Role.CREATED),
  /** Texts, as labels. */
  INFO(Role.INFO),
  /** One of several states. */
  STATESET(Role.VALUE),
  /** Nothing was said. */
  UNKNOWN(Role.VALUE);

  private final List<Role> roles;

  MetricType(Role... roles) {
    this.roles = List.of(roles);
  }

  /** What a sample of this name is to a family, or null if it belongs to another. */
  @Nullable Role role(TextFormat format, byte[] family, byte[] bytes, int from, int end) {
    if (format == TextFormat.PROMETHEUS && this == COUNTER) {
      return Role.VALUE.ends(family, bytes, from, end) ? Role.VALUE : null;
    }
    for (Role role : roles) {
      if (role.ends(family, bytes, from, end)) {
        return role;
      }
    }
    return null;
  }

  /** The samples that it may have. */
  List<Role> roles() {
    return roles;
  }

  /** The type of this name, or null. */
  static @Nullable MetricType named(String name, TextFormat format) {
    if (name.equals("untyped")) {
      return format == TextFormat.PROMETHEUS ? UNKNOWN : null;
    }
    for (MetricType type : values()) {
      if (type.name().toLowerCase(Locale.ROOT).equals(name)) {
        return type;
      }
    }
    return null;
  }
}
