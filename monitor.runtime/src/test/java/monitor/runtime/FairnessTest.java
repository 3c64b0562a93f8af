package monitor.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import monitor.api.capability.Capabilities;
import monitor.api.capability.Capability;
import monitor.api.delivery.Outcome;
import monitor.api.event.Attributes;
import monitor.api.event.Event;
import monitor.api.event.Kind;
import monitor.api.event.LogLine;
import monitor.api.event.Severity;
import monitor.api.event.Text;
import monitor.api.source.EventSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stream with a backlog and one without, on their way to the same sink. */
class FairnessTest {
  private static final int BACKLOG = 100_000;
  private static final long FRESH = 1_000_000;

  @TempDir Path data;

  /** Lines that hardly compress, so that the backlog is longer than what readers pass at once. */
  private static EventSource lines(long from, long to) {
    Random random = new Random(from);
    byte[] body = new byte[40];
    return context -> {
      for (long number = from; number < to; number++) {
        random.nextBytes(body);
        context.emit(
            new Event(
                0,
                new LogLine(Text.of(HexFormat.of().formatHex(body)), Severity.UNSPECIFIED, false),
                Attributes.of("n", number)));
      }
    };
  }

  private static void emit(Monitor monitor, String source, long from, long to) throws Exception {
    Capabilities logs = Capabilities.of(Capability.LOGS);
    monitor.register(SourceSpec.of(source, logs, Kind.LOG), lines(from, to));
    Await.until(() ->
        monitor.view().sources().stream()
            .anyMatch(view ->
                view.name().equals(source) && view.events() == to - from && view.backlog() == 0));
  }

  @Test
  void deliversWhatIsFreshWhileABacklogDrains() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    RecordingSink sink = new RecordingSink();
    sink.answer =
        batch -> {
          try {
            gate.await();
            return Outcome.ACCEPTED;
          } catch (InterruptedException e) {
            return Outcome.retry("interrupted");
          }
        };
    try (Monitor monitor = Monitor.builder(data).build()) {
      monitor.register(SinkSpec.essential("store"), sink);
      emit(monitor, "flood", 0, BACKLOG);
      emit(monitor, "calm", FRESH, FRESH + 1);
      gate.countDown();
      sink.awaitEvents(BACKLOG + 1);
    }
    assertThat(sink.numbers().indexOf(FRESH)).isLessThan(BACKLOG / 2);
    assertThat(sink.numbersOf("flood/log")).hasSize(BACKLOG).isSorted().doesNotHaveDuplicates();
  }
}
