package collector.metrics.exposition;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A family of samples: what its comments say of it. */
public final class Family {
  private final String name;
  private final byte[] bytes;
  private final long line;
  private @Nullable MetricType type;
  private @Nullable String unit;
  private boolean helped;
  private boolean sampled;

  Family(String name, long line) {
    this.name = name;
    this.bytes = name.getBytes(StandardCharsets.ISO_8859_1);
    this.line = line;
  }

  /** Its name, without the ends that its samples have. */
  public String name() {
    return name;
  }

  /** Its type. */
  public MetricType type() {
    return type == null ? MetricType.UNKNOWN : type;
  }

  /** Its unit as it is written, such as {@code seconds}; empty if it says none. */
  public String unit() {
    return unit == null ? "" : unit;
  }

  /** What a sample of this name is in it, or null. */
  @Nullable Role role(TextFormat format, byte[] from, int begin, int end) {
    return type().role(format, bytes, from, begin, end);
  }

  /** The line on which it began. */
  long line() {
    return line;
  }

  byte[] bytes() {
    return bytes;
  }

  boolean sampled() {
    return sampled;
  }

  void markSampled() {
    sampled = true;
  }

  /** Whether the comment is the first of its sort. */
  boolean help() {
    boolean first = !helped;
    helped = true;
    return first;
  }

  boolean type(MetricType value) {
    boolean first = type == null;
    type = value;
    return first;
  }

  boolean unit(String value) {
    boolean first = unit == null;
    unit = value;
    return first;
  }
}
