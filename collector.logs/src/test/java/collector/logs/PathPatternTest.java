package collector.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathPatternTest {
  @ParameterizedTest
  @CsvSource({
    "/var/log/*.log, /var/log/a.log, true",
    "/var/log/*.log, /var/log/.log, true",
    "/var/log/*.log, /var/log/a/b.log, false",
    "/var/log/**/*.log, /var/log/b.log, true",
    "/var/log/**/*.log, /var/log/a/b/c.log, true",
    "/var/log/**/*.log, /var/lib/a.log, false",
    "/**/*.gz, /a/b/c.gz, true",
    "/var/**, /var/a/b, true",
    "/var/l?g/[ab].log, /var/log/b.log, true",
    "/var/log/app.log, /var/log/app.log, true",
    "/var/log/app.log, /var/log/app.log.1, false"
  })
  void matches(String pattern, String path, boolean expected) {
    assertThat(PathPattern.parse(pattern).matches(Path.of(path))).isEqualTo(expected);
  }

  @Test
  void matchesAlternatives() {
    PathPattern pattern = PathPattern.parse("/var/log/{syslog,messages}");
    assertThat(pattern.matches(Path.of("/var/log/messages"))).isTrue();
    assertThat(pattern.matches(Path.of("/var/log/other"))).isFalse();
  }

  @Test
  void refusesWhatIsNotAnAbsolutePattern() {
    assertThatThrownBy(() -> PathPattern.parse("log/*.log")).hasMessageContaining("absolute path");
    assertThatThrownBy(() -> PathPattern.parse("/var/log/")).hasMessageContaining("absolute path");
    assertThatThrownBy(() -> PathPattern.parse("/var/[a")).hasMessageStartingWith("'/var/[a'");
  }

  /** As it does with letters beyond ASCII where no locale is set. */
  @Test
  void refusesANameThatTheSystemCannotWrite() {
    assertThatThrownBy(() -> PathPattern.parse("/var/a\0b/*.log"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("'/var/a\0b/*.log': ");
  }
}
