package collector.metrics.exposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpositionReaderTest {
  private static List<String> prometheus(String text) throws IOException {
    return Texts.read(TextFormat.PROMETHEUS, text);
  }

  private static List<String> open(String text) throws IOException {
    return Texts.read(TextFormat.OPEN_METRICS, text);
  }

  /** The example of the public description of the format 0.0.4, shortened. */
  @Test
  void readsTheFormatOfPrometheus() throws Exception {
    assertThat(
            prometheus(
                """
                # HELP http_requests_total The total number of HTTP requests.
                # TYPE http_requests_total counter
                http_requests_total{method="post",code="200"} 1027 1395066363000
                http_requests_total{method="post",code="400"}    3 1395066363000

                # Escaping in label values:
                msdos_file_access_time_seconds{path="C:\\\\DIR\\\\FILE.TXT",error="Cannot find file:\\n\\"FILE.TXT\\""} 1.458255915e9
                # Minimalistic line:
                metric_without_timestamp_and_labels 12.47
                # A weird metric from before the epoch:
                something_weird{problem="division by zero"} +Inf -3982045
                \t# TYPE \t http_request_duration_seconds\thistogram\t
                \thttp_request_duration_seconds_bucket { le = "0.05" , }\t24054
                http_request_duration_seconds_bucket{le="+Inf"}144320
                http_request_duration_seconds_sum 53423
                http_request_duration_seconds_count 144320
                # TYPE rpc summary
                rpc{quantile="0.5"} NaN
                rpc_sum 1.7560473e+07
                rpc_count 2693
                # TYPE old untyped
                old 0x
                """
                    .replace("old 0x", "old -.5")))
        .containsExactly(
            "COUNTER VALUE http_requests_total{code=200, method=post} 1027.0 @1395066363000000000",
            "COUNTER VALUE http_requests_total{code=400, method=post} 3.0 @1395066363000000000",
            "UNKNOWN VALUE msdos_file_access_time_seconds{error=Cannot find file:\n\"FILE.TXT\","
                + " path=C:\\DIR\\FILE.TXT} 1.458255915E9",
            "UNKNOWN VALUE metric_without_timestamp_and_labels{} 12.47",
            "UNKNOWN VALUE something_weird{problem=division by zero} Infinity @-3982045000000",
            "HISTOGRAM BUCKET http_request_duration_seconds_bucket{le=0.05} 24054.0",
            "HISTOGRAM BUCKET http_request_duration_seconds_bucket{le=+Inf} 144320.0",
            "HISTOGRAM SUM http_request_duration_seconds_sum{} 53423.0",
            "HISTOGRAM COUNT http_request_duration_seconds_count{} 144320.0",
            "SUMMARY VALUE rpc{quantile=0.5} NaN",
            "SUMMARY SUM rpc_sum{} 1.7560473E7",
            "SUMMARY COUNT rpc_count{} 2693.0",
            "UNKNOWN VALUE old{} -0.5");
  }

  @Test
  void readsEveryTypeOfOpenMetrics() throws Exception {
    assertThat(
            open(
                """
                # TYPE c counter
                # UNIT c_bytes bytes
                # TYPE c_bytes counter
                c_bytes_total 17 1520430000.123 # {trace_id="oHg5SJ"} 0.67 1520430000.1
                c_bytes_created 1520430000 1520430000.123
                # TYPE g gauge
                g{a="x"} -1
                # TYPE h histogram
                h_bucket{le="1"} 2
                h_bucket{le="+Inf"} 3 # {} 9
                h_count 3
                h_sum 11.5
                # TYPE gh gaugehistogram
                gh_bucket{le="-1"} 2
                gh_bucket{le="+Inf"} 3
                gh_gcount 3
                gh_gsum -11.5
                # TYPE s summary
                s{quantile="0.5"} 1
                s_count 2
                s_sum 3
                # TYPE i info
                i_info{version="1"} 1
                # TYPE st stateset
                st{st="a"} 1
                st{st="b"} 0
                # TYPE u unknown
                u 1e400
                # EOF
                """))
        .containsExactly(
            "COUNTER TOTAL c_bytes_total{} 17.0 @1520430000123000000",
            "COUNTER CREATED c_bytes_created{} 1.52043E9 @1520430000123000000",
            "GAUGE VALUE g{a=x} -1.0",
            "HISTOGRAM BUCKET h_bucket{le=1} 2.0",
            "HISTOGRAM BUCKET h_bucket{le=+Inf} 3.0",
            "HISTOGRAM COUNT h_count{} 3.0",
            "HISTOGRAM SUM h_sum{} 11.5",
            "GAUGEHISTOGRAM BUCKET gh_bucket{le=-1} 2.0",
            "GAUGEHISTOGRAM BUCKET gh_bucket{le=+Inf} 3.0",
            "GAUGEHISTOGRAM GCOUNT gh_gcount{} 3.0",
            "GAUGEHISTOGRAM GSUM gh_gsum{} -11.5",
            "SUMMARY VALUE s{quantile=0.5} 1.0",
            "SUMMARY COUNT s_count{} 2.0",
            "SUMMARY SUM s_sum{} 3.0",
            "INFO INFO i_info{version=1} 1.0",
            "STATESET VALUE st{st=a} 1.0",
            "STATESET VALUE st{st=b} 0.0",
            "UNKNOWN VALUE u{} Infinity");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a 1\\n|2|1|does not end in # EOF",
        "a 1\\n# EOF\\nb|3|1|behind # EOF",
        "a 1\\nb{x='1',x='2'} 1\\n|2|9|'x' is there twice",
        "a{x='1' y='2'} 1\\n|1|8|expected ','",
        "a  1\\n|1|3|a number is missing",
        "a 1 2 3\\n|1|7|expected the end of the line",
        "a{x='b\\n|1|7|not closed",
        "# TYPE a histogram\\na_bucket{le='1'} 1\\n# EOF\\n|1|1|+Inf",
        "# TYPE a counter\\na_total 1\\n# TYPE a counter\\n|3|8|after samples",
        "# TYPE a stateset\\na 1\\n|2|2|the label 'a' is missing",
        "a{x='1'} 1\\na{x='2'} 1\\na{x='1'} 1\\n|3|1|not together",
        "a 1 5\\na 2 4\\n|2|3|before that",
        "# FOO a b\\n|1|3|expected # TYPE",
      })
  void namesTheLineAndTheColumn(String text, long line, int column, String reason) {
    String real = text.replace("\\n", "\n").replace('\'', '"');
    assertThatThrownBy(() -> open(real))
        .isInstanceOfSatisfying(
            ExpositionException.class,
            e -> {
              assertThat(e).hasMessageContaining(reason);
              assertThat(e.line()).as(e.getMessage()).isEqualTo(line);
              assertThat(e.column()).as(e.getMessage()).isEqualTo(column);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a 1", "a\n", "a 0x1\n", "a 1_0\n", "a +NaN\n", "a 1e\n", "a .\n", "a 1 1.5\n",
            "a 1 9223372036854775808\n",
        "a{\n", "a{b\n", "a{b=\n", "a{b=\"\n", "a{b=\"c\"\n", "a{b=\"c\\\"} 1\n",
            "a{b:c=\"d\"} 1\n", "1a 1\n", "é 1\n",
        "# TYPE a counters\n", "# TYPE a\n", "a 1\r\n", "a 1 1 1\n"
      })
  void refusesWhatIsNoTextOfPrometheus(String text) {
    assertThatThrownBy(() -> prometheus(text)).isInstanceOf(ExpositionException.class);
  }

  @Test
  void refusesWhatIsNotUtf8() {
    byte[] text = "a{b=\"x?\"} 1\n".getBytes(StandardCharsets.UTF_8);
    text[6] = (byte) 0xC0;
    assertThatThrownBy(() -> Texts.read(TextFormat.PROMETHEUS, text))
        .hasMessage("line 1, column 7: this is not UTF-8");
  }

  @Test
  void agreesWithJavaOnEveryNumber() throws Exception {
    long seed = Long.getLong("tests.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      double value = number(random);
      String text = random.nextBoolean() ? Double.toString(value) : "%.3f".formatted(value);
      String expected = "UNKNOWN VALUE a{} " + Double.parseDouble(text.replace("Infinity", "NaN"));
      if (!text.contains("Infinity")) {
        assertThat(prometheus("a " + text + "\n"))
            .as("tests.seed=%d", seed)
            .containsExactly(expected);
      }
    }
  }

  private static double number(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> Double.longBitsToDouble(random.nextLong());
      case 1 -> random.nextInt() / 1000.0;
      case 2 -> random.nextLong();
      default -> random.nextDouble() * Math.pow(10, random.nextInt(40) - 20);
    };
  }

  @Test
  void readsTheSameHoweverTheBytesCome() throws Exception {
    String text = "# TYPE a counter\n" + "a{b=\"%s\"} 1\n".formatted("x".repeat(40_000)).repeat(3);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int piece : new int[] {1, 7, 4096, bytes.length}) {
      AtomicInteger samples = new AtomicInteger();
      new ExpositionReader(TextFormat.PROMETHEUS, Texts.LIMITS, slow(bytes, piece))
          .read(sample -> samples.addAndGet(sample.labels().value(0).length()));
      assertThat(samples).hasValue(120_000);
    }
  }

  private static InputStream slow(byte[] bytes, int piece) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] to, int at, int length) {
        return super.read(to, at, Math.min(piece, length));
      }
    };
  }

  @Test
  void refusesALineThatIsTooLongWithoutReadingIt() {
    InputStream endless =
        new SequenceInputStream(
            new ByteArrayInputStream("a 1\nb".getBytes(StandardCharsets.UTF_8)),
            new InputStream() {
              @Override
              public int read() {
                return 'b';
              }
            });
    assertThatThrownBy(() ->
            new ExpositionReader(TextFormat.PROMETHEUS, Texts.LIMITS, endless).read(sample -> {}))
        .hasMessage("line 2, column 65537: the line is longer than 65536 bytes");
  }

  @Test
  void refusesMoreSamplesAndFamiliesThanAllowed() {
    assertThatThrownBy(() -> prometheus("a 1\n".repeat(10_001)))
        .hasMessageContaining("line 10001, column 1: there are more than 10000 samples");
    StringBuilder families = new StringBuilder();
    for (int i = 0; i <= 10_000; i++) {
      families.append("# TYPE f").append(i).append(" gauge\n");
    }
    assertThatThrownBy(() -> prometheus(families.toString()))
        .hasMessageContaining("10000 families");
    assertThatThrownBy(
            () -> prometheus("a{" + "x%d=\"1\",".repeat(200).formatted(range(200)) + "} 1\n"))
        .hasMessageContaining("more than 128 labels");
  }

  private static Object[] range(int count) {
    Object[] all = new Object[count];
    for (int i = 0; i < count; i++) {
      all[i] = i;
    }
    return all;
  }
}
