package sink.postgres;

import monitor.api.sink.Sink;
import monitor.testkit.SinkContractTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestServer.Extension.class)
final class PostgresSinkContractIT extends SinkContractTest {
  private TestDatabase database;

  @BeforeEach
  void makeDatabase(TestServer server) throws Exception {
    database = server.database();
  }

  @Override
  protected Sink sink() {
    return database.sink();
  }
}
