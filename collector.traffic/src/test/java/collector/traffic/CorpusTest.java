package collector.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Captures of others, many of which crashed a decoder once. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class CorpusTest {
  private static List<Path> files = List.of();

  @BeforeAll
  static void list() throws IOException {
    String corpora = System.getenv("MONITOR_CORPORA");
    boolean there = corpora != null && Files.isDirectory(Path.of(corpora, "pcap"));
    assumeTrue(there, "not run: corpora absent");
    try (Stream<Path> all = Files.list(Path.of(String.valueOf(corpora), "pcap"))) {
      files = all.sorted().toList();
    }
  }

  @Test
  void readsEveryCaptureOfTheCorpusAndCountsWhatIsMalformed() throws Exception {
    long packets = 0;
    long malformed = 0;
    long events = 0;
    int refused = 0;
    for (Path path : files) {
      AccountRun run = new AccountRun(path.getFileName().toString());
      try (CaptureFile file = CaptureFile.open(path)) {
        while (file.next()) {
          run.account.replayed(file);
        }
      } catch (CaptureFormatException e) {
        assertThat(e.getMessage()).as(path.toString()).startsWith("byte ");
        refused++;
      } catch (RuntimeException | Error e) {
        throw new AssertionError(path.toString(), e);
      }
      run.stop();
      packets += run.account.meter().packets();
      malformed += run.account.meter().malformed();
      events += run.events.size();
      assertThat(run.account.conversations()).isZero();
    }
    System.out.printf(
        "corpus: %d files, %d of them damaged, %d packets, %d malformed, %d events%n",
        files.size(), refused, packets, malformed, events);
    assertThat(files).hasSizeGreaterThan(300);
    assertThat(packets).isGreaterThan(3000);
    assertThat(malformed).isPositive();
    assertThat(refused).isLessThan(files.size() / 4);
  }
}
