package collector.logs;

/**
 * A text that may be looked at so often only: a regular expression with nested repetitions can
 * otherwise take longer for one line than anybody waits.
 */
final class BoundedText implements CharSequence {
  /** Looks at a character, for each character of the text. */
  private static final int WORK = 200;

  private static final int LEAST = 20_000;

  private final String text;
  private int left;

  /** The bound was reached. */
  static final class TooMuchWorkException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooMuchWorkException() {
      super("the expression takes too much work for this line", null, false, false);
    }
  }

  BoundedText(String text) {
    this.text = text;
    this.left = Math.max(LEAST, WORK * Math.min(text.length(), 1 << 20));
  }

  @Override
  public char charAt(int index) {
    if (--left < 0) {
      throw new TooMuchWorkException();
    }
    return text.charAt(index);
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public CharSequence subSequence(int from, int to) {
    return text.substring(from, to);
  }

  @Override
  public String toString() {
    return text;
  }
}
