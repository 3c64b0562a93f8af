package monitor.deployer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import monitor.api.operation.Deployment;
import monitor.api.operation.Deployment.State;
import monitor.api.operation.Incident;
import monitor.deployer.signature.SignatureRules.Policy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plugins that do not come back from their start or stop; the plugin beside them goes on. */
class HangTest {
  private static final String HANGS =
      """
      package acme.hang;
      import org.osgi.service.component.annotations.*;
      @Component(immediate = true)
      public class Hang implements java.util.function.Supplier<String> {
        @Activate public Hang() {}
        public String get() { return "hang"; }
        @Deactivate void stop() { %s }
      }
      """;

  private static final String MODIFIED =
      """
      package %1$s;
      import org.osgi.service.component.annotations.*;
      @Component(immediate = true)
      public class %2$s implements java.util.function.Supplier<String> {
        volatile int n;
        @Activate public %2$s() {}
        @Modified void changed() { %3$s }
        public String get() { return "%1$s " + n; }
      }
      """;
  private static final String KEEP =
      "try { Thread.sleep(600_000); } catch (InterruptedException e) { n++; }";

  @TempDir Path folder;
  private TestPlatform platform;

  @BeforeEach
  void start() throws Exception {
    TrialLimits limits =
        new TrialLimits(
            Duration.ofSeconds(3),
            Duration.ofSeconds(3),
            Duration.ofMillis(150),
            Duration.ofSeconds(1));
    platform = new TestPlatform(folder, Optional::empty, Policy.OFF, limits);
    platform.install(TestPlugin.speaker("acme.speaker", "1.0.0").to(folder.resolve("speaker.jar")));
  }

  @AfterEach
  void stop() throws Exception {
    platform.close();
  }

  private Path hang(String version, String stop) {
    return TestPlugin.named("acme.hang", version)
        .source("acme.hang.Hang", HANGS.formatted(stop))
        .to(folder.resolve("hang-" + version + ".jar"));
  }

  @Test
  void freesTheThreadThatHandsOutConfigurationsFromAPluginThatKeepsIt() throws Exception {
    platform.install(
        TestPlugin.named("acme.keeps", "1.0.0")
            .source("acme.keeps.Keeps", MODIFIED.formatted("acme.keeps", "Keeps", KEEP))
            .to(folder.resolve("keeps.jar")));
    platform.install(
        TestPlugin.named("acme.takes", "1.0.0")
            .source("acme.takes.Takes", MODIFIED.formatted("acme.takes", "Takes", "n++;"))
            .to(folder.resolve("takes.jar")));
    platform.configure("acme.keeps.Keeps");
    platform.configure("acme.takes.Takes");
    platform.awaitSaid("acme.keeps 1", "acme.speaker 1.0.0", "acme.takes 1");
    Incident stuck = platform.incidents.of(Incident.Kind.STUCK).getFirst();
    assertThat(stuck.plugin()).isEqualTo("acme.keeps");
    assertThat(stuck.what())
        .startsWith("a change of its configuration, or its activation, did not come back");
    assertThat(stuck.stack().toString()).contains("acme.keeps.Keeps.changed(Keeps.java:");
  }

  @Test
  void interruptsAStopThatHangsAndUpgrades() throws Exception {
    platform.install(
        hang("1.0.0", "try { Thread.sleep(600_000); } catch (InterruptedException e) { return; }"));
    Deployment upgrade = platform.install(hang("2.0.0", ""));
    assertThat(upgrade.reason()).isEmpty();
    assertThat(upgrade.state()).isEqualTo(State.COMMITTED);
    assertThat(platform.said()).containsExactly("acme.speaker 1.0.0", "hang");
  }

  @Test
  void namesWhereAStopHangsThatCannotBeInterrupted() throws Exception {
    String key = "hang." + folder.getFileName();
    platform.install(
        hang("1.0.0", "while (System.getProperty(\"" + key + "\") == null) Thread.onSpinWait();"));
    try {
      Deployment upgrade = platform.install(hang("2.0.0", ""));
      assertThat(upgrade.state()).isEqualTo(State.FAILED);
      assertThat(upgrade.reason())
          .startsWith("it did not stop within 3 s, and hangs in acme.hang.Hang.stop(Hang.java:7);")
          .endsWith("restart the platform");
      assertThat(platform.said()).contains("acme.speaker 1.0.0");
      Deployment other =
          platform.install(TestPlugin.speaker("acme.speaker", "2.0.0").to(folder.resolve("2.jar")));
      assertThat(other.state()).isEqualTo(State.COMMITTED);
    } finally {
      System.setProperty(key, "enough");
    }
  }

  @Test
  void rollsBackAVersionThatHangsInItsStart() throws Exception {
    platform.install(hang("1.0.0", ""));
    Path bad =
        TestPlugin.named("acme.hang", "2.0.0")
            .source(
                "acme.hang.Hang",
                HANGS
                    .formatted("")
                    .replace(
                        "public Hang() {}",
                        "public Hang() throws Exception { Thread.sleep(600_000); }"))
            .to(folder.resolve("bad.jar"));
    Deployment upgrade = platform.install(bad);
    assertThat(upgrade.state()).isEqualTo(State.ROLLED_BACK);
    assertThat(upgrade.reason())
        .contains("did not start within 3 s")
        .contains("acme.hang.Hang.<init>(Hang.java:5)");
    Incident stuck = platform.incidents.of(Incident.Kind.STUCK).getFirst();
    assertThat(stuck.plugin()).isEqualTo("acme.hang");
    assertThat(stuck.what()).startsWith("it did not start within 3 s; it was at acme.hang.Hang");
    assertThat(stuck.stack().toString()).contains("java.lang.Thread.sleep", "acme.hang.Hang");
    assertThat(platform.said()).containsExactly("acme.speaker 1.0.0", "hang");
  }
}
