package collector.logs;

import java.nio.file.Path;
import monitor.api.source.EventSource;
import monitor.testkit.EventSourceContractTest;
import monitor.testkit.SourceHarness;
import org.junit.jupiter.api.io.TempDir;

class LogFileSourceContractTest extends EventSourceContractTest {
  @TempDir private Path folder;

  @Override
  protected EventSource source() {
    return new LogFolder(folder).settings("*.log").source();
  }

  @Override
  protected void provoke(SourceHarness harness) throws Exception {
    new LogFolder(folder).append("a.log", "a line\n");
  }
}
