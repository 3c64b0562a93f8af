package collector.metrics.exposition;

import java.nio.charset.StandardCharsets;

/** Reads numbers as both formats write them (OpenMetrics 1.0, ABNF {@code number}). */
final class Numbers {
  private static final double[] POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };
  private static final long FULL = 100_000_000_000_000_000L;
  private static final int LARGEST_EXPONENT = 100_000;
  private static final double NANOS = 1e9;

  private final Line line;
  private boolean finite;
  private long mantissa;
  private int exponent;
  private boolean exact;

  Numbers(Line line) {
    this.line = line;
  }

  /** Reads the word here as a number. */
  double number() throws ExpositionException {
    int from = line.word();
    return number(line.bytes(), from, line.at, from);
  }

  /**
   * Reads bytes as a number.
   *
   * @param place where an error is
   */
  double number(byte[] bytes, int from, int to, int place) throws ExpositionException {
    boolean signed = from < to && (bytes[from] == '+' || bytes[from] == '-');
    int start = signed ? from + 1 : from;
    boolean negative = signed && bytes[from] == '-';
    finite = start < to && (bytes[start] == '.' || isDigit(bytes[start]));
    if (!finite) {
      return word(text(bytes, start, to), signed, negative, place);
    }
    int end = exponent(bytes, digits(bytes, start, to), to);
    if (end != to) {
      throw line.errorAt(place, "'%s' is not a number".formatted(text(bytes, from, to)));
    }
    double value = value(bytes, start, to);
    return negative ? -value : value;
  }

  private double value(byte[] bytes, int from, int to) {
    if (exact && mantissa <= 1L << 53 && exponent >= -22 && exponent <= 22) {
      return exponent < 0 ? mantissa / POWERS[-exponent] : mantissa * POWERS[exponent];
    }
    return Double.parseDouble(text(bytes, from, to));
  }

  private double word(String text, boolean signed, boolean negative, int place)
      throws ExpositionException {
    if (text.equalsIgnoreCase("inf") || text.equalsIgnoreCase("infinity")) {
      return negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    if (text.equalsIgnoreCase("nan") && !signed) {
      return Double.NaN;
    }
    throw line.errorAt(
        place, text.isEmpty() ? "a number is missing" : "'%s' is not a number".formatted(text));
  }

  /** Gives where the digits end; nothing but a point is none. */
  private int digits(byte[] bytes, int from, int to) {
    mantissa = 0;
    exponent = 0;
    exact = true;
    boolean point = false;
    int i = from;
    for (; i < to; i++) {
      if (isDigit(bytes[i])) {
        digit(bytes[i] - '0', point);
      } else if (bytes[i] == '.' && !point) {
        point = true;
      } else {
        break;
      }
    }
    return i - from == 1 && point ? -1 : i;
  }

  private void digit(int digit, boolean fraction) {
    if (mantissa >= FULL) {
      exact = false;
      return;
    }
    mantissa = 10 * mantissa + digit;
    exponent -= fraction ? 1 : 0;
  }

  /** Gives where the exponent ends, if there is one. */
  private int exponent(byte[] bytes, int from, int to) {
    if (from < 0 || from >= to || (bytes[from] | 0x20) != 'e') {
      return from;
    }
    int i = from + 1;
    boolean negative = i < to && bytes[i] == '-';
    i += i < to && (negative || bytes[i] == '+') ? 1 : 0;
    int begin = i;
    int sum = 0;
    for (; i < to && isDigit(bytes[i]); i++) {
      sum = Math.min(LARGEST_EXPONENT, 10 * sum + bytes[i] - '0');
    }
    exponent += negative ? -sum : sum;
    return i == begin ? -1 : i;
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }

  /** Reads the word here as seconds since 1970 and gives nanoseconds, held within a long. */
  long seconds() throws ExpositionException {
    int place = line.at;
    double value = number();
    if (!finite) {
      throw line.errorAt(place, "a time has to be finite");
    }
    if (exact && exponent <= 0 && exponent >= -9 && mantissa < FULL) {
      long nanos = saturated(mantissa, (long) POWERS[9 + exponent]);
      return value < 0 ? -nanos : nanos;
    }
    return (long) (value * NANOS);
  }

  /** Reads the word here as whole milliseconds since 1970 and gives nanoseconds. */
  long millis() throws ExpositionException {
    int from = line.word();
    try {
      return saturated(Long.parseLong(line.ascii(from, line.at)), 1_000_000);
    } catch (NumberFormatException e) {
      throw line.errorAt(from, "a time has to be a whole number of milliseconds");
    }
  }

  private static long saturated(long value, long factor) {
    long high = Math.multiplyHigh(value, factor);
    long low = value * factor;
    if (high == low >> 63) {
      return low;
    }
    return high < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
  }
}
