package collector.logs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import monitor.api.event.Severity;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeverityWordTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2026-01-01 12:00:00,123 INFO  [main] started | INFO
          12:00:00.123 [main] WARN  c.e.Thing - slow | WARN
          [error] 12#0: connect() failed | ERROR
          level=debug msg=hello | DEBUG
          {"level":"fatal","msg":"x"} | FATAL
          <crit> disk | FATAL
          no error was found here | UNSPECIFIED
          INFORMATION is not a level | UNSPECIFIED
          MY_ERROR is not a level | UNSPECIFIED
          ERROR | ERROR
          warning: unused variable | WARN
          plain text | UNSPECIFIED
          """)
  void findsLevelWords(String line, Severity expected) {
    byte[] bytes = line.getBytes(UTF_8);
    assertThat(SeverityWord.of(bytes, 0, bytes.length)).isEqualTo(expected);
  }
}
