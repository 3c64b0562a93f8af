package monitor.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * T18 for the configuration: noise, and good files that were damaged, are read or refused with the
 * file, and nothing else happens. The property {@code tests.seed} repeats one run.
 */
@Tag("T18")
class ConfigurationFuzzTest {
  private static final String[] TOML = {
    "[test.disk]\n",
    "[[test.probe]]\nname = \"a\"\ntarget = \"t\"\n",
    "[[test.rule]]\nname = \"r\"\ndeny = [\"X\"]\n",
    "interval = \"5s\"\n",
    "journal.max-size = \"8MiB\"\n",
    "retries = 3\n",
    "ratio = 0.25\n",
    "mode = \"slow\"\n",
    "paths = [\"/x\", \"/y\"]\n",
    "locked = [\"mode\"]\n",
    "url = \"${A:-b}\"\n",
    "url = \"${file:nowhere}\"\n",
    "url = \"${A:?no}\"\n",
    "\".password\" = \"12345678\"\n",
    "x = { a = 1, b = { c = [1, 2] } }\n",
    "t = 1979-05-27T07:32:00Z\n",
    "n = 9223372036854775808\n",
    "f = nan\n",
    "s = \"\"\"\nlong\n\"\"\"\n",
    "\\u0000",
    "\uFEFF",
    "#",
    "=",
    "[",
    "]",
    "\"",
    "'''",
    "\r",
    "\0",
    "\u2603",
    "a.".repeat(500)
  };
  private static final String[] JSON = {
    "{\"retries\": 5}",
    "{\"mode\": \"slow\", \"paths\": [\"/a\"]}",
    "{\"retries\": 1e400}",
    "{\"retries\": 99999999999999999999}",
    "{\"a\": {\"b\": null}}",
    "[".repeat(5000),
    "{\"a\":".repeat(2000),
    "\"\\ud800\"",
    "null"
  };
  private static final List<String> PIDS = List.of("test.disk", "test.probe~x", "nowhere", "~");

  @TempDir private Path folder;

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void readsOrRefusesEveryConfiguration() throws Exception {
    fuzz(Duration.ofSeconds(6), 500);
  }

  @Test
  @Tag("full")
  void readsOrRefusesEveryConfigurationForLonger() throws Exception {
    fuzz(Duration.ofSeconds(30), 5_000);
  }

  @Test
  @Tag("soak")
  void readsOrRefusesEveryConfigurationForHours() throws Exception {
    fuzz(Duration.ofMinutes(Long.getLong("tests.minutes", 120)), 1);
  }

  /** Goes on for that time, and at least for so many rounds. */
  private void fuzz(Duration length, int least) throws Exception {
    long seed = Long.getLong("tests.seed", System.nanoTime());
    Random random = new Random(seed);
    TestBundles.write(folder.resolve("bundles"));
    Schema schema = SchemaReader.folders(List.of(folder.resolve("bundles")));
    long end = System.nanoTime() + length.toNanos();
    int right = 0;
    int round = 0;
    for (; round < least || System.nanoTime() - end < 0; round++) {
      write(random);
      try {
        right += read(schema);
      } catch (Exception | Error e) {
        throw new AssertionError("round %d of -Dtests.seed=%d".formatted(round, seed), e);
      }
    }
    assertThat(right).as("configurations that were right, seed %d", seed).isBetween(1, round - 1);
    System.out.printf("T18 configuration: %d read, %d right, seed %d%n", round, right, seed);
  }

  private void write(Random random) throws IOException {
    Path overlay = Files.createDirectories(folder.resolve("overlay"));
    Files.write(folder.resolve("monitor.toml"), damaged(text(random, TOML, 8), random));
    String pid = PIDS.get(random.nextInt(PIDS.size()));
    for (String old : PIDS) {
      Files.deleteIfExists(overlay.resolve(old + ".json"));
    }
    Files.write(overlay.resolve(pid + ".json"), damaged(text(random, JSON, 1), random));
    Files.write(folder.resolve(".env"), damaged(text(random, new String[] {"A=b\n"}, 3), random));
  }

  /** 1 if it would be applied. */
  private int read(Schema schema) {
    ConfigurationFiles files =
        new ConfigurationFiles(
            folder.resolve("monitor.toml"), folder.resolve("overlay"), Map.of("C", "d"));
    Configuration read = files.read(schema);
    for (Problem problem : read.problems()) {
      assertThat(problem.message()).isNotEmpty();
      if (!problem.key().isEmpty()) {
        // In what is no TOML nobody knows what would have been a secret.
        assertThat(problem.message()).doesNotContain("12345678");
      }
      assertThat(problem.toString()).contains(folder.toString());
    }
    assertThat(files.tables(schema)).isNotEmpty();
    return read.valid() ? 1 : 0;
  }

  private static byte[] text(Random random, String[] pieces, int most) {
    if (random.nextInt(20) == 0) {
      byte[] noise = new byte[random.nextInt(500)];
      random.nextBytes(noise);
      return noise;
    }
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(most); i >= 0; i--) {
      text.append(pieces[random.nextInt(pieces.length)]);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
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
