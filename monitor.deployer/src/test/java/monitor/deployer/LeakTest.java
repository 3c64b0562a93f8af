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

  /** Starts a thread that goes on. */
  private void installLeak() throws Exception {
    install(
        "acme.leak",
        "1.0.0",
        "new Thread(() -> { while (System.getProperty(\""
            + key
            + "\") == null) pause(); },"
            + " \"acme-poller\").start(); }\n"
            + "static void pause() { java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);");
  }

  @Test
  void namesThreadsThatRunOnAfterTheStop() throws Exception {
    installLeak();
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

  /** As when both began as a copy of one example. */
  @Test
  void doesNotBlameAPluginForAThreadOfOneThatHasClassesOfTheSameName() throws Exception {
    installLeak();
    Path twin =
        TestPlugin.named("acme.twin", "1.0.0")
            .header("-privatepackage", "acme.leak.*")
            .source(
                "acme.leak.Speaker",
                """
                package acme.leak;
                @org.osgi.service.component.annotations.Component(service = Speaker.class, immediate = true)
                public final class Speaker {}
                """)
            .to(folder.resolve("twin.jar"));
    assertThat(platform.install(twin).state()).isEqualTo(State.COMMITTED);
    platform.change(Action.DISABLE, "acme.twin", "alice");
    platform.change(Action.DISABLE, "acme.leak", "alice");
    assertThat(awaitLeak().plugin()).isEqualTo("acme.leak");
    assertThat(leaks()).hasSize(1);
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
