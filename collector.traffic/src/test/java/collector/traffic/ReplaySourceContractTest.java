package collector.traffic;

import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import monitor.api.source.EventSource;
import monitor.testkit.EventSourceContractTest;
import monitor.testkit.SourceHarness;
import monitor.testkit.TestConfiguration;
import org.junit.jupiter.api.io.TempDir;

class ReplaySourceContractTest extends EventSourceContractTest {
  @TempDir Path folder;
  private int files;

  @Override
  protected EventSource source() {
    return new ReplaySource(
        TestConfiguration.of(
            ReplayConfiguration.class,
            Map.of("paths", new String[] {folder + "/*.pcap"}, "settle", "0s")));
  }

  @Override
  protected void provoke(SourceHarness harness) throws Exception {
    byte[] frame =
        Frames.ethernet(
            0x0800, Frames.ip4("1.1.1.1", "2.2.2.2", 17, Frames.udp(1, 2, new byte[9])));
    Path file = folder.resolve("new");
    Files.write(
        file,
        Captures.pcap(
            ByteOrder.BIG_ENDIAN, true, List.of(new Captures.Stamped(AccountRun.START, frame))));
    Files.move(file, folder.resolve(++files + ".pcap"), StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  protected Duration patience() {
    return Duration.ofSeconds(30);
  }

  @Override
  protected Duration stopDeadline() {
    return Duration.ofSeconds(20);
  }
}
