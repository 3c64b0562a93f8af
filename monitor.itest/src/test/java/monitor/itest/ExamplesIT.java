package monitor.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The example without OSGi does what its description says. */
class ExamplesIT {
  private static final Pattern BALANCE =
      Pattern.compile("heap -> latest: (\\d+) events = (\\d+) delivered \\+ (\\d+) buffered");

  @Test
  void runsTheRuntimeInsideOfAnotherProgram() throws Exception {
    String output = PluginProject.copy("embedded").maven("package", "exec:exec");
    assertThat(output).containsPattern("jvm.memory.used = [0-9]");
    Matcher balance = BALANCE.matcher(output);
    assertThat(balance.find()).as(output).isTrue();
    long received = Long.parseLong(balance.group(1));
    assertThat(received).isGreaterThan(10);
    assertThat(Long.parseLong(balance.group(2)) + Long.parseLong(balance.group(3)))
        .isEqualTo(received);
  }
}
