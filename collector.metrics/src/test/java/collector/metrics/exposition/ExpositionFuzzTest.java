package collector.metrics.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * T18 for texts of metrics: noise, and good texts that were damaged, are read or refused with a
 * place in them, and nothing else happens. The property {@code tests.seed} repeats one run.
 */
@Tag("T18")
class ExpositionFuzzTest {
  private static final String[] PIECES = {
    "# TYPE a counter\n",
    "# TYPE a_bytes histogram\n",
    "# UNIT a_bytes bytes\n",
    "# HELP a x\\n\n",
    "# EOF\n",
    "a_total 1 # {t=\"1\"} 2 3\n",
    "a{b=\"c\",d=\"\\\"\"} NaN 1.5\n",
    "a 1 -1\n",
    "a_bytes_bucket{le=\"+Inf\"} 1\n",
    "a_bytes_count 1\n",
    "a_bytes_sum 1e400\n",
    "\0",
    "\u2603",
    "{",
    "}",
    "\"",
    "\\",
    "#",
    " ",
    "\t",
    "\r",
    "\n",
    ",",
    "=",
    "le=\"",
    "+Inf",
    "1e9999999999",
    "0x1p3",
    "9223372036854775807",
    "_created 1\n",
    "# TYPE s stateset\n",
    "s{s=\"a\"} 1\n",
    "# TYPE i info\n",
    "i_info{x=\"y\"} 1\n",
    "# TYPE q summary\n",
    "q{quantile=\"0.5\"} 1\n"
  };

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void readsOrRefusesEveryText() {
    fuzz(Duration.ofSeconds(8), 20_000);
  }

  @Test
  @Tag("full")
  void readsOrRefusesEveryTextForLonger() {
    fuzz(Duration.ofSeconds(30), 100_000);
  }

  @Test
  @Tag("soak")
  void readsOrRefusesEveryTextForHours() {
    fuzz(Duration.ofMinutes(Long.getLong("tests.minutes", 120)), 1);
  }

  /** Goes on for that time, and at least for so many rounds. */
  private static void fuzz(Duration length, int least) {
    long seed = Long.getLong("tests.seed", System.nanoTime());
    Random random = new Random(seed);
    long end = System.nanoTime() + length.toNanos();
    int read = 0;
    int round = 0;
    for (; round < least || System.nanoTime() - end < 0; round++) {
      byte[] text = damaged(text(random), random);
      try {
        read += read(text, TextFormat.values()[random.nextInt(2)]);
      } catch (Exception | Error e) {
        throw new AssertionError("round %d of -Dtests.seed=%d".formatted(round, seed), e);
      }
    }
    assertThat(read).as("texts that were read, seed %d", seed).isBetween(1, round - 1);
    System.out.printf("T18 metrics: %d texts, %d of them read, seed %d%n", round, read, seed);
  }

  /** 1 if it was read to its end. */
  private static int read(byte[] text, TextFormat format) throws IOException {
    ExpositionReader.Limits limits = new ExpositionReader.Limits(256, 50);
    try {
      new ExpositionReader(format, limits, new ByteArrayInputStream(text))
          .read(ExpositionFuzzTest::look);
      return 1;
    } catch (ExpositionException e) {
      assertThat(e.line()).isPositive();
      assertThat(e.column()).isBetween(1, 257);
      assertThat(e.getMessage()).contains(": ");
      return 0;
    }
  }

  private static void look(SampleLine sample) throws IOException {
    assertThat(sample.name()).isNotEmpty();
    for (int i = 0; i < sample.labels().count(); i++) {
      assertThat(sample.labels().name(i)).isNotEmpty();
      assertThat(sample.labels().value(i)).isNotNull();
    }
  }

  private static byte[] text(Random random) {
    if (random.nextInt(20) == 0) {
      byte[] noise = new byte[random.nextInt(500)];
      random.nextBytes(noise);
      return noise;
    }
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i >= 0; i--) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return text.append(random.nextBoolean() ? "# EOF\n" : "")
        .toString()
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] damaged(byte[] text, Random random) {
    byte[] bad = text.clone();
    for (int i = random.nextInt(3); i > 0 && bad.length > 0; i--) {
      int at = random.nextInt(bad.length);
      switch (random.nextInt(3)) {
        case 0 -> bad[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bad = Arrays.copyOf(bad, at);
        default -> bad[at] = bad[random.nextInt(bad.length)];
      }
    }
    return bad;
  }
}
