package monitor.api.event;

/** How serious a log line says it is; the numbers of the OpenTelemetry log data model. */
public enum Severity {
  /** Not known. */
  UNSPECIFIED(0),
  TRACE(1),
  DEBUG(5),
  INFO(9),
  WARN(13),
  ERROR(17),
  FATAL(21);

  private final int number;

  Severity(int number) {
    this.number = number;
  }

  /** The number of OpenTelemetry's data model, ascending; 0 is unspecified. */
  public int number() {
    return number;
  }
}
