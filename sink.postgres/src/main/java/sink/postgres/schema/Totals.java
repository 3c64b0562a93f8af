package sink.postgres.schema;

/**
 * Sums of samples, as SQL: divided by 2^40, since PostgreSQL ends a statement whose sum of doubles
 * overflows. It ends one too whose product or quotient is too small to be a double, so what is next
 * to nothing counts as nothing. Infinities and what is not a number stay what they are.
 */
public final class Totals {
  private static final int SCALE = 40;

  /**
   * What the column {@code value} of a sample adds to a total. The bound is far above the smallest
   * double, so that what is left where samples cancel each other can be divided by their count.
   */
  public static final String OF_SAMPLE =
      "case when abs(value) < 1e-250 then 0 else value * 2.0::float8 ^ -%d end".formatted(SCALE);

  /**
   * The mean, divided by 2^40, of rows with the columns {@code total} and {@code count}; older
   * versions have stored totals that are too small to be divided.
   */
  public static final String MEAN =
      "case when abs(sum(total)) < 1e-300 then 0 else sum(total) / sum(count) end";

  private Totals() {}

  /** A sum, or a mean of it, as it is. */
  public static double unscaled(double total) {
    return Math.scalb(total, SCALE);
  }
}
