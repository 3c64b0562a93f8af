package monitor.deployer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import monitor.api.operation.Deployment.Action;
import monitor.api.operation.Deployment.State;
import monitor.api.operation.Incident;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What plugins leave behind, beside one that leaves nothing. */
class LeakTest {
  @TempDir Path folder;
  private TestPlatform platform;
  private String key;

  @BeforeEach
  void start() throws Exception {
    key = "leak." + folder.getFileName();
    platform = new TestPlatform(folder);
    install("acme.clean", "1.0.0", "");
  }

  @AfterEach
  void stop() throws Exception {
    System.setProperty(key, "enough");
    platform.close();
    System.getProperties().remove(key);
    System.getProperties().remove(key + ".held");
  }

  private void install(String name, String version, String construction) throws Exception {
    Path jar =
        TestPlugin.speaker(name, version, construction)
            .to(folder.resolve(name + "-" + version + ".jar"));
    assertThat(platform.install(jar).state()).isEqualTo(State.COMMITTED);
  }

  @Test
  void namesThreadsThatRunOnAfterTheStop() throws Exception {
    install(
        "acme.leak",
        "1.0.0",
        "new Thread(() -> { while (System.getProperty(\""
            + key
            + "\") == null) pause(); },"
            + " \"acme-poller\").start(); }\n"
            + "static void pause() { java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);");
    platform.change(Action.DISABLE, "acme.clean", "alice");
    platform.change(Action.DISABLE, "acme.leak", "alice");
    Incident leak = awaitLeak();
    assertThat(leak.plugin()).isEqualTo("acme.leak");
    assertThat(leak.what())
        .isEqualTo(
            "1 of its threads still run 5 s after it was stopped, and only a restart of the"
                + " platform ends them: 'acme-poller'");
    assertThat(leak.stack().toString()).contains("acme.leak.Speaker.pause");
  }

  @Test
  void saysWhichClassesStayInMemory() throws Exception {
    install("acme.leak", "1.0.0", "System.getProperties().put(\"" + key + ".held\", this);");
    install("acme.clean", "2.0.0", "");
    install("acme.leak", "2.0.0", "");
    Incident leak =
        TestPlatform.await(
                "leaks",
                () -> {
                  System.gc();
                  return leaks();
                },
                leaks -> !leaks.isEmpty())
            .getFirst();
    assertThat(leak.what())
        .startsWith("the classes of its version 1.0.0 are still in memory after 3 collections");
    assertThat(leaks()).extracting(Incident::plugin).containsExactly("acme.leak");
  }

  private Incident awaitLeak() throws Exception {
    return TestPlatform.await("leaks", this::leaks, leaks -> !leaks.isEmpty()).getFirst();
  }

  private List<Incident> leaks() {
    return platform.incidents.of(Incident.Kind.LEAK);
  }
}
