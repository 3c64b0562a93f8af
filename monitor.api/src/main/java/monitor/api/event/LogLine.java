package monitor.api.event;

/**
 * One line, or one record of several lines, of a log.
 *
 * @param body the line without its line end, byte for byte
 * @param severity what the line says of itself
 * @param cut whether it was longer than the limit and its rest was left out
 */
public record LogLine(Text body, Severity severity, boolean cut) implements Payload {
  @Override
  public Kind kind() {
    return Kind.LOG;
  }
}
