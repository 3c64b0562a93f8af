package collector.metrics.scrape;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import monitor.api.source.EventSource;
import monitor.testkit.EventSourceContractTest;
import monitor.testkit.TestConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class ScrapeSourceContractTest extends EventSourceContractTest {
  private TestServer server;

  @BeforeEach
  void open() throws IOException {
    server = new TestServer(TestServer.text("a 1\n"));
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  @Override
  protected EventSource source() {
    return new ScrapeSource(
        TestConfiguration.of(
            ScrapeConfiguration.class,
            Map.of("interval", "100ms", "targets", List.of(server.url("/metrics")))));
  }
}
