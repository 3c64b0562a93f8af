package monitor.api.event;

/**
 * One number of a series.
 *
 * @param series what it measures
 * @param value the number, in the unit of the series; may be infinite or no number
 */
public record Sample(Series series, double value) implements Payload {
  @Override
  public Kind kind() {
    return Kind.SAMPLE;
  }
}
