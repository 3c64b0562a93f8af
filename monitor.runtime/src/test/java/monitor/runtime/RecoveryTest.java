package monitor.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import monitor.api.capability.Capabilities;
import monitor.api.capability.Capability;
import monitor.api.delivery.Outcome;
import monitor.api.event.Attributes;
import monitor.api.event.Event;
import monitor.api.event.Kind;
import monitor.api.operation.Balance;
import monitor.api.operation.RouteView;
import monitor.api.source.SourceProperties.Overflow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The books after a start are those before it, wherever in the segments the sinks had stopped. The
 * property {@code tests.seed} repeats one.
 */
class RecoveryTest {
  private static final Kind TICK = new Kind("test.tick");
  private static final int ROUNDS = 6;

  /** So small that a round fills many segments. */
  private static final long LANE_BYTES = 4 << 20;

  @TempDir Path data;

  private final long seed = Long.getLong("tests.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final Map<String, AtomicLong> emitted = new TreeMap<>();

  @Test
  void bringsTheBooksBackAsTheyWere() throws Exception {
    Map<String, Balance> before = Map.of();
    for (int round = 0; round < ROUNDS; round++) {
      try (Monitor monitor = Monitor.builder(data).journal(LANE_BYTES, LANE_BYTES).build()) {
        assertThat(balances(monitor)).as("seed %d, round %d", seed, round).isEqualTo(before);
        RecordingSink quick = new RecordingSink();
        RecordingSink slow = new RecordingSink();
        long taken = random.nextLong(4_000);
        slow.answer =
            batch ->
                slow.numbers().size() < taken ? Outcome.ACCEPTED : Outcome.retry("that is enough");
        Registration one = monitor.register(SinkSpec.essential("quick"), quick);
        Registration two = monitor.register(SinkSpec.essential("slow"), slow);
        emit(monitor, "kept", Overflow.BLOCK);
        emit(monitor, "ring", Overflow.DROP_OLDEST);
        Await.until(() ->
            balances(monitor).entrySet().stream()
                .allMatch(b -> b.getKey().endsWith("slow") || b.getValue().buffered() == 0));
        one.close();
        two.close();
        before = balances(monitor);
        before.forEach((route, balance) -> assertThat(balance.holds()).as(route).isTrue());
      }
    }
  }

  private void emit(Monitor monitor, String source, Overflow overflow) throws Exception {
    AtomicLong number = emitted.computeIfAbsent(source, key -> new AtomicLong());
    long end = number.get() + 1_000 + random.nextInt(3_000);
    Registration registered =
        monitor.register(
            SourceSpec.of(source, Capabilities.of(Capability.CUSTOM), TICK).withOverflow(overflow),
            context -> {
              byte[] noise = new byte[150];
              while (number.get() < end) {
                random.nextBytes(noise);
                context.emit(event(number.getAndIncrement(), HexFormat.of().formatHex(noise)));
                if (random.nextInt(500) == 0) {
                  context.emit(event(0, "x".repeat(1 << 20)));
                }
              }
            });
    Await.until(() ->
        number.get() >= end
            && monitor.view().sources().stream().allMatch(view -> view.backlog() == 0));
    registered.close();
  }

  /** An event; a very long one is dropped as oversized. */
  private static Event event(long number, String text) {
    return Event.custom(TICK.name(), Attributes.of("n", number).with("text", text));
  }

  private static Map<String, Balance> balances(Monitor monitor) {
    Map<String, Balance> balances = new TreeMap<>();
    for (RouteView route : monitor.view().routes()) {
      balances.put(route.source() + " to " + route.sink(), route.balance());
    }
    return balances;
  }
}
