package monitor.itest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The example without OSGi does what its description says. */
class ExamplesIT {
  @Test
  void runsTheRuntimeInsideOfAnotherProgram() throws Exception {
    String output = PluginProject.copy("embedded").maven("package", "exec:exec");
    assertThat(output).containsPattern("jvm.memory.used = [0-9]");
    assertThat(output).containsPattern("heap -> latest: (\\d+) events, \\1 delivered");
  }
}
