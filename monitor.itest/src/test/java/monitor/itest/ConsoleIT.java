package monitor.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The console in a real browser against a real platform: {@code platform.ts} of the console makes
 * the first administrator, signs in, sees live data, disables and enables a plugin through the page
 * and reads the effect from the API, sees why a capability was refused, installs by drop, upgrades
 * after a look at the difference, rolls back, and watches a tap go on over an upgrade.
 */
class ConsoleIT {
  private static final Path CONSOLE = Path.of("../webconsole").toAbsolutePath().normalize();
  private static final long MINUTES = 5;

  @Test
  void doesWhatThePageSays() throws Exception {
    browse("console", "");
  }

  @Test
  @Tag("full")
  void deploysAndWatchesThroughThePage() throws Exception {
    browse("console-deploys", dropped("1.0.0") + "," + dropped("1.1.0"));
  }

  private static void browse(String name, String jars) throws Exception {
    assumeThat(Files.exists(Path.of("/usr/bin/chromium"))).as("not run: no Chromium").isTrue();
    Path folder = Surroundings.emptyFolder(name);
    Files.createDirectories(folder.resolve("data/plugins"));
    Files.copy(PluginProject.needingKernel(), folder.resolve("data/plugins/kernel.jar"));
    try (Platform platform =
        Platform.start(folder, Configurations.standard(folder), Surroundings.WITHOUT_KERNEL)) {
      String url = platform.awaitReady();
      String secret = Files.readString(platform.data().resolve("secrets/setup")).strip();
      Path output = folder.resolve("browser.txt");
      ProcessBuilder node =
          new ProcessBuilder("node", "src/build/test.mjs", "--platform")
              .directory(CONSOLE.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      node.environment().put("MONITOR_URL", url);
      node.environment().put("MONITOR_SETUP", secret);
      node.environment().put("MONITOR_REFUSED", "hello.plugin");
      node.environment().put("MONITOR_JARS", jars);
      Process browser = node.start();
      try {
        assertThat(browser.waitFor(MINUTES, TimeUnit.MINUTES)).as("see %s", output).isTrue();
        assertThat(browser.exitValue()).as(() -> read(output)).isZero();
      } finally {
        browser.descendants().forEach(ProcessHandle::destroyForcibly);
        browser.destroyForcibly();
      }
    }
  }

  /** A plugin with a source {@code dropped}, which asks for more from its second version on. */
  private static Path dropped(String version) throws Exception {
    String flags = version.equals("1.0.0") ? "" : "uses = Capability.NETWORK, ";
    return PluginProject.copy("hello-plugin")
        .named("dropped.plugin")
        .version(version)
        .edit("@Component\n", "@Component(name = \"dropped\")\n")
        .edit("offers = Capability.CUSTOM,", "offers = Capability.CUSTOM, " + flags)
        .build();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (java.io.IOException e) {
      return e.toString();
    }
  }
}
