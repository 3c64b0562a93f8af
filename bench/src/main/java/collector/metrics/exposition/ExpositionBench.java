package collector.metrics.exposition;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Processor time to read a text of metrics, in both formats, beside a plain scan of the same bytes
 * for line ends. Arguments: series in the text (default 20,000), rounds (default 20).
 */
public final class ExpositionBench {
  private static final int REPEATS = 10;

  private ExpositionBench() {}

  /** Prints the median of the rounds. */
  public static void main(String[] arguments) throws Exception {
    int series = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20_000;
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 20;
    byte[] text = text(series);
    for (int warm = 0; warm < 5; warm++) {
      cpuNanos(text, series, TextFormat.OPEN_METRICS);
      cpuNanos(text, series, TextFormat.PROMETHEUS);
    }
    double scan = median(rounds, () -> scan(text));
    for (TextFormat format : TextFormat.values()) {
      double nanos = median(rounds, () -> cpuNanos(text, series, format));
      System.out.printf(
          Locale.ROOT,
          "%-13s %,11.0f samples per processor second, %4.0f MB/s, %.1f times a plain scan%n",
          format,
          series * 1e9 / nanos,
          text.length * 1e3 / nanos,
          nanos / scan);
    }
  }

  private static byte[] text(int series) {
    StringBuilder text = new StringBuilder("# TYPE http_requests counter\n");
    for (int i = 0; i < series; i++) {
      text.append("http_requests_total{code=\"200\",handler=\"/api/v1/items\",instance=\"")
          .append(i)
          .append("\",method=\"get\"} ")
          .append(i * 7919L % 100_000 / 100.0)
          .append('\n');
    }
    return text.append("# EOF\n").toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** One measurement. */
  private interface Measured {
    double nanos() throws IOException;
  }

  private static double median(int rounds, Measured measured) throws IOException {
    double[] all = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      all[i] = measured.nanos();
    }
    java.util.Arrays.sort(all);
    return all[rounds / 2];
  }

  private static double cpuNanos(byte[] text, int series, TextFormat format) throws IOException {
    ExpositionReader.Limits limits = new ExpositionReader.Limits(64 << 10, series);
    double[] sum = new double[1];
    long begin = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    for (int i = 0; i < REPEATS; i++) {
      new ExpositionReader(format, limits, new ByteArrayInputStream(text))
          .read(sample -> sum[0] += sample.value());
    }
    return used(begin, sum[0]);
  }

  private static double scan(byte[] text) {
    long begin = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    long ends = 0;
    for (int i = 0; i < REPEATS; i++) {
      for (byte b : text) {
        ends += b == '\n' ? 1 : 0;
      }
    }
    return used(begin, ends);
  }

  /** For one text; the result is looked at so that the work is done. */
  private static double used(long begin, double result) {
    long used = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begin;
    return result == 0 ? Double.NaN : (double) used / REPEATS;
  }
}
