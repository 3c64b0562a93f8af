package monitor.deployer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import monitor.api.operation.ConfigurationCheck;
import monitor.api.operation.Deployment;
import monitor.api.operation.Deployment.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A version that the configuration files do not fit. */
class ConfigurationStepTest {
  private static final String WRONG = "monitor.toml:3: acme.speaker.voice: expected a number";

  @TempDir Path folder;
  private volatile List<String> problems = List.of();
  private TestPlatform platform;

  @BeforeEach
  void start() throws Exception {
    platform = new TestPlatform(folder);
    ConfigurationCheck check = jar -> Files.exists(jar) ? problems : List.of("no jar");
    platform.framework.getBundleContext().registerService(ConfigurationCheck.class, check, null);
  }

  @AfterEach
  void stop() throws Exception {
    platform.close();
  }

  private Path speaker(String version) {
    return TestPlugin.speaker("acme.speaker", version).to(folder.resolve(version + ".jar"));
  }

  @Test
  void refusesItBeforeAnythingIsStoppedAndTakesItOnceTheyFit() throws Exception {
    assertThat(platform.install(speaker("1.0.0")).state()).isEqualTo(State.COMMITTED);
    problems = List.of(WRONG);
    Deployment refused = platform.install(speaker("2.0.0"));
    assertThat(refused.state()).isEqualTo(State.REJECTED);
    assertThat(refused.reason())
        .isEqualTo(
            "the configuration does not fit it: "
                + WRONG
                + "; correct the configuration first, or install a version that reads it");
    assertThat(refused.steps().getLast().name()).isEqualTo("configuration");
    assertThat(platform.said()).containsExactly("acme.speaker 1.0.0");
    try (InputStream jar = Files.newInputStream(speaker("2.0.0"))) {
      assertThat(platform.deployer.diff(jar, false).refusal()).contains(WRONG);
    }
    problems = List.of();
    assertThat(platform.install(speaker("2.0.0")).state()).isEqualTo(State.COMMITTED);
    problems = List.of(WRONG);
    assertThat(platform.rollback("acme.speaker", null).state()).isEqualTo(State.COMMITTED);
  }
}
