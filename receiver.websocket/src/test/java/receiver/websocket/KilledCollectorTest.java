package receiver.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import monitor.api.delivery.Codec;
import monitor.runtime.Monitor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process of the collector is killed under load and started again. */
class KilledCollectorTest {
  private static final int ROUNDS = 3;
  private static final int NUMBERS = 40_000;

  @TempDir Path data;

  @Test
  void losesAndDoublesNothing() throws Exception {
    long seed = Long.getLong("tests.seed", System.nanoTime());
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    Path stored = data.resolve("stored");
    try (ChaosProxy proxy = new ChaosProxy(seed);
        Monitor agent = Hosts.agent(data, "agent-1", Hosts.to(proxy.port()), Codec.ZSTD)) {
      Hosts.emit(agent, "numbers", 0, NUMBERS, 10);
      for (int round = 0; round <= ROUNDS; round++) {
        Process child = KilledCollector.start(data, stored);
        try {
          proxy.target = KilledCollector.port(data);
          boolean last = round == ROUNDS;
          long more = size(stored) + 1_000 + random.nextInt(20_000);
          Await.until(
              "progress of round " + round, () -> allStored(agent) || !last && size(stored) > more);
        } finally {
          child.destroyForcibly();
        }
        assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
      }
      assertThat(numbers(stored)).isEqualTo(LongStream.range(0, NUMBERS).boxed().toList());
      assertThat(Hosts.route(agent, "numbers").balance().dropped()).isEmpty();
    }
  }

  private static boolean allStored(Monitor agent) throws Exception {
    return Hosts.route(agent, "numbers").balance().delivered() == NUMBERS;
  }

  private static long size(Path file) throws Exception {
    return Files.exists(file) ? Files.size(file) : 0;
  }

  private static List<Long> numbers(Path stored) throws Exception {
    return DurableStore.lines(stored).stream()
        .flatMap(line -> Arrays.stream(line.split(" ")).skip(2))
        .map(Long::valueOf)
        .toList();
  }
}
