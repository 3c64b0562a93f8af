package monitor.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import monitor.api.operation.Balance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The balance comes from durable counters: a kill changes none of them. */
class KillTest {
  private static final int ROUNDS = 4;

  @TempDir Path data;

  @Test
  void balancesExactlyAfterKills() throws Exception {
    long seed = Long.getLong("tests.seed", System.nanoTime());
    System.out.println("KillTest: tests.seed=" + seed);
    Random random = new Random(seed);
    Path stored = data.resolve("stored");
    for (int round = 0; round < ROUNDS; round++) {
      long before = Files.exists(stored) ? Files.size(stored) : 0;
      long more = 2_000 + random.nextInt(8_000);
      Process child = start();
      try {
        Await.until(() -> Files.exists(stored) && Files.size(stored) > before + more);
      } finally {
        child.destroyForcibly();
      }
      assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
    try (Monitor monitor = KilledChild.open(data)) {
      assertThat(balance(monitor).holds()).as("%s", balance(monitor)).isTrue();
      monitor.register(SinkSpec.essential("store"), new KilledChild.FileSink(stored));
      Await.until(() -> balance(monitor).buffered() == 0);
      assertSame(balance(monitor), KilledChild.FileSink.lines(stored));
    }
  }

  /** Every number was stored once, and what the balance says is what was stored. */
  private static void assertSame(Balance balance, List<String> lines) {
    long next = 0;
    long events = 0;
    Map<String, Long> gaps = new HashMap<>();
    for (String line : lines) {
      String[] words = line.split(" ");
      long first = Long.parseLong(words[1]);
      long end = Long.parseLong(words[2]);
      assertThat(first).as(line).isEqualTo(next);
      next = end;
      if (words[3].equals("-")) {
        events += end - first;
      } else {
        gaps.merge(words[3], end - first, Long::sum);
      }
    }
    assertThat(balance.received()).isEqualTo(next);
    assertThat(balance.delivered()).isEqualTo(events);
    assertThat(balance.dropped()).isEqualTo(gaps);
    assertThat(gaps).containsKey("buffer_full");
  }

  private static Balance balance(Monitor monitor) {
    return monitor.view().routes().getFirst().balance();
  }

  private Process start() throws Exception {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-Xmx128m",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            KilledChild.class.getName(),
            data.toString())
        .redirectErrorStream(true)
        .redirectOutput(data.resolve("child.log").toFile())
        .start();
  }
}
