package collector.traffic;

import static collector.traffic.Frames.ethernet;
import static collector.traffic.Frames.ip4;
import static collector.traffic.Frames.udp;
import static org.assertj.core.api.Assertions.assertThat;

import collector.traffic.Captures.Stamped;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import monitor.api.event.Event;
import monitor.api.event.Flow;
import monitor.api.status.Status;
import monitor.testkit.SourceHarness;
import monitor.testkit.TestConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ReplaySourceTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int FLOWS = 400;

  @TempDir Path folder;

  private ReplaySource source() {
    return new ReplaySource(
        TestConfiguration.of(
            ReplayConfiguration.class,
            Map.of("paths", new String[] {folder + "/*.pcap"}, "settle", "0s")));
  }

  private static byte[] capture() {
    List<Stamped> packets = new ArrayList<>();
    for (int i = 0; i < FLOWS; i++) {
      byte[] question = udp(1000 + i, 53, Frames.question(i, "n%d.example.org".formatted(i), 1));
      packets.add(
          new Stamped(
              AccountRun.START + i * 1_000_000_000L,
              ethernet(0x0800, ip4("10.0.0.1", "10.0.0.2", 17, question))));
    }
    return Captures.pcap(ByteOrder.LITTLE_ENDIAN, true, packets);
  }

  private static List<Event> flows(SourceHarness harness) {
    return harness.recorded().events().stream()
        .filter(event -> event.payload() instanceof Flow)
        .toList();
  }

  @Test
  void tellsEachFileOnceAlsoAfterARestart() throws Exception {
    Files.write(folder.resolve("a.pcap"), capture());
    try (SourceHarness harness = SourceHarness.of(source()).start()) {
      harness.await(() -> flows(harness).size() == FLOWS, PATIENCE, "all flows");
      harness.await(
          () ->
              harness.positions(flows(harness).getFirst().payload().kind()).values().stream()
                  .anyMatch(position -> "all".equals(position.value())),
          PATIENCE,
          "the end of the file");
      harness.stop(PATIENCE);
      harness.start();
      Files.write(folder.resolve("b.pcap"), capture());
      harness.await(
          () -> flows(harness).size() == 2 * FLOWS, PATIENCE, "the flows of the second file");
      assertThat(flows(harness).getFirst().timeNanos()).isEqualTo(AccountRun.START);
      assertThat(flows(harness).getFirst().attributes().get("traffic.file"))
          .isEqualTo(folder.resolve("a.pcap").toString());
      assertThat(harness.recorded().violations()).isEmpty();
    }
  }

  @Test
  void tellsWhatACrashLeftOutAndNothingTwice() throws Exception {
    Files.write(folder.resolve("a.pcap"), capture());
    try (SourceHarness harness = SourceHarness.of(source()).buffering(1).start()) {
      for (int crash = 0; crash < 4; crash++) {
        for (int drained = 0; drained < 5; drained++) {
          harness.await(() -> harness.recorded().buffered() > 0, PATIENCE, "a unit");
          harness.drain();
        }
        harness.kill();
        harness.start();
      }
      harness.buffering(Integer.MAX_VALUE);
      harness.drain();
      harness.await(() -> flows(harness).size() >= FLOWS, PATIENCE, "all flows");
      harness.stop(PATIENCE);
      List<Event> all = harness.recorded().events();
      assertThat(flows(harness)).hasSize(FLOWS);
      assertThat(new java.util.HashSet<>(all)).hasSameSizeAs(all);
    }
  }

  @Test
  void readsADamagedFileUpToThereAndSaysSo() throws Exception {
    byte[] capture = capture();
    Files.write(folder.resolve("a.pcap"), Arrays.copyOf(capture, capture.length - 5));
    Files.write(folder.resolve("b.pcap"), Frames.text("no capture at all"));
    try (SourceHarness harness = SourceHarness.of(source()).start()) {
      harness.await(() -> flows(harness).size() == FLOWS - 1, PATIENCE, "the whole packets");
      Status status = harness.awaitStatus(Status.Level.DEGRADED, PATIENCE);
      assertThat(status.reason())
          .contains("a.pcap is damaged, and was read up to there: byte ")
          .contains("b.pcap is damaged")
          .contains("neither pcap nor pcapng");
      Files.delete(folder.resolve("a.pcap"));
      Files.delete(folder.resolve("b.pcap"));
      harness.awaitStatus(Status.Level.OK, PATIENCE);
    }
  }
}
