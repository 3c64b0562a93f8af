package collector.metrics.exposition;

/** One sample as it stands in the text; valid during the call that hands it over. */
public final class SampleLine {
  private final Line line;
  private final Labels labels;
  private Family family = new Family("", 0);
  private Role role = Role.VALUE;
  private int nameFrom;
  private int nameEnd;
  private int seriesEnd;
  private double value;
  private boolean timed;
  private long timeNanos;

  SampleLine(Line line) {
    this.line = line;
    this.labels = new Labels(line);
  }

  void series(Family newFamily, Role newRole, int newNameFrom, int newNameEnd) {
    family = newFamily;
    role = newRole;
    nameFrom = newNameFrom;
    nameEnd = newNameEnd;
    seriesEnd = line.at;
    timed = false;
  }

  void value(double newValue) {
    value = newValue;
  }

  void time(long nanos) {
    timed = true;
    timeNanos = nanos;
  }

  /** The family that it belongs to. */
  public Family family() {
    return family;
  }

  /** What it is in its family. */
  public Role role() {
    return role;
  }

  /** The full name. */
  public String name() {
    return line.ascii(nameFrom, nameEnd);
  }

  /** The labels. */
  public Labels labels() {
    return labels;
  }

  /** The value. */
  public double value() {
    return value;
  }

  /** Whether the text says a time. */
  public boolean timed() {
    return timed;
  }

  /** That time in nanoseconds since 1970; the least or largest long if it is beyond them. */
  public long timeNanos() {
    return timeNanos;
  }

  /** The block that holds name and labels as they are written. */
  public byte[] bytes() {
    return line.bytes();
  }

  /** Where they begin. */
  public int seriesFrom() {
    return nameFrom;
  }

  /** Where they end. */
  public int seriesEnd() {
    return seriesEnd;
  }
}
