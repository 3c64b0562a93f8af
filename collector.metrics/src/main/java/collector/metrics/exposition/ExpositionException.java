package collector.metrics.exposition;

import java.io.IOException;

/** A text that is refused, with the place where it went wrong. */
public final class ExpositionException extends IOException {
  private static final long serialVersionUID = 1;

  private final long line;
  private final int column;

  ExpositionException(long line, int column, String sentence) {
    super("line %d, column %d: %s".formatted(line, column, sentence));
    this.line = line;
    this.column = column;
  }

  /** The line, from 1. */
  public long line() {
    return line;
  }

  /** The byte within the line, from 1. */
  public int column() {
    return column;
  }
}
