package monitor.api.event;

import org.jspecify.annotations.Nullable;

/**
 * What a sample belongs to: name, unit and attributes. A value with a cached hash; nothing has to
 * be registered. Keep it and use it again for each sample: that is what makes samples cheap.
 */
public final class Series {
  /** How the numbers of a series relate to each other. */
  public enum Instrument {
    /** A reading that goes up and down. */
    GAUGE,
    /** A total that only grows and begins again at zero when its origin restarts. */
    COUNTER
  }

  private final String name;
  private final Instrument instrument;
  private final String unit;
  private final Attributes attributes;
  private final int hash;

  private Series(String name, Instrument instrument, String unit, Attributes attributes) {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a series needs a name");
    }
    this.name = name;
    this.instrument = instrument;
    this.unit = unit;
    this.attributes = attributes;
    this.hash =
        31 * (31 * (31 * name.hashCode() + instrument.ordinal()) + unit.hashCode())
            + attributes.hashCode();
  }

  /**
   * A gauge.
   *
   * @param name dotted lower case, as in the OpenTelemetry semantic conventions
   * @param unit UCUM code, such as {@code By}, {@code s}, {@code 1}
   * @throws IllegalArgumentException if the name is empty
   */
  public static Series gauge(String name, String unit) {
    return new Series(name, Instrument.GAUGE, unit, Attributes.EMPTY);
  }

  /** A counter; see {@link #gauge} for the parameters. */
  public static Series counter(String name, String unit) {
    return new Series(name, Instrument.COUNTER, unit, Attributes.EMPTY);
  }

  /**
   * This series with one more attribute; one of the same name is replaced.
   *
   * @throws IllegalArgumentException as {@link Attributes#with}
   */
  public Series with(String key, Object value) {
    return with(attributes.with(key, value));
  }

  /** This series with other attributes. */
  public Series with(Attributes newAttributes) {
    return new Series(name, instrument, unit, newAttributes);
  }

  /** The name. */
  public String name() {
    return name;
  }

  /** Gauge or counter. */
  public Instrument instrument() {
    return instrument;
  }

  /** The unit, a UCUM code. */
  public String unit() {
    return unit;
  }

  /** The attributes. */
  public Attributes attributes() {
    return attributes;
  }

  /** A sample of this series that is taken now. */
  public Event sample(double value) {
    return Event.now(new Sample(this, value));
  }

  /** A sample of this series, taken at a time in nanoseconds since 1970. */
  public Event sample(long timeNanos, double value) {
    return Event.of(timeNanos, new Sample(this, value));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || other instanceof Series that
            && hash == that.hash
            && name.equals(that.name)
            && instrument == that.instrument
            && unit.equals(that.unit)
            && attributes.equals(that.attributes);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return name + attributes + " " + unit;
  }
}
