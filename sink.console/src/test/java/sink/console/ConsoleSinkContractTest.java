package sink.console;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Set;
import monitor.api.sink.Sink;
import monitor.testkit.SinkContractTest;
import org.junit.jupiter.api.Nested;

class ConsoleSinkContractTest {
  private static Sink sink(ConsoleSettings.Format format) {
    return new ConsoleSink(
        new ConsoleSettings(format, Set.of("*")), new PrintStream(OutputStream.nullOutputStream()));
  }

  @Nested
  class Json extends SinkContractTest {
    @Override
    protected Sink sink() {
      return ConsoleSinkContractTest.sink(ConsoleSettings.Format.JSON);
    }
  }

  @Nested
  class Text extends SinkContractTest {
    @Override
    protected Sink sink() {
      return ConsoleSinkContractTest.sink(ConsoleSettings.Format.TEXT);
    }
  }
}
