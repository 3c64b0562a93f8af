package monitor.deployer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import monitor.api.operation.Deployment;
import monitor.api.operation.Deployment.State;
import monitor.api.operation.Requester;
import monitor.deployer.verify.HostileUploads;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What GUARANTEES names under "Console and upload", each with its answer; a good plugin runs beside
 * all of it and goes on.
 */
class HostileUploadTest {

  @TempDir private static Path folder;
  private static TestPlatform platform;

  @BeforeAll
  static void start() throws Exception {
    platform = new TestPlatform(folder);
    platform.install(speaker("2.0.0"));
  }

  @AfterAll
  static void stop() throws Exception {
    platform.close();
  }

  private static Path speaker(String version) {
    return TestPlugin.speaker("acme.speaker", version).to(folder.resolve(version + ".jar"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("monitor.deployer.verify.HostileUploads#all")
  void refuses(HostileUploads.Upload upload) throws Exception {
    Deployment end = install(upload.bytes());
    assertThat(end.reason()).as(upload.what()).contains(upload.answer());
    assertThat(end.state()).isEqualTo(State.REJECTED);
    assertThat(platform.said()).containsExactly("acme.speaker 2.0.0");
  }

  private static Deployment install(byte[] bytes) throws Exception {
    ByteArrayInputStream in = new ByteArrayInputStream(bytes);
    return platform.end(platform.deployer.install(in, "x.jar", false, Requester.of("eve")));
  }

  @Test
  void acceptsTheSameFormWithoutEvil() throws Exception {
    assertThat(install(HostileUploads.good("a/B", "1")).state()).isEqualTo(State.COMMITTED);
    platform.change(Deployment.Action.REMOVE, "acme.evil", "eve");
  }

  @Test
  void refusesADowngradeAndTheSameVersionWithOtherBytes() throws Exception {
    assertThat(platform.install(speaker("1.0.0")).reason()).contains("is older than 2.0.0");
    Path other =
        TestPlugin.speaker("acme.speaker", "2.0.0", "System.nanoTime();").to(folder.resolve("o"));
    assertThat(platform.install(other).reason()).contains("installed with other contents");
    assertThat(platform.said()).containsExactly("acme.speaker 2.0.0");
  }

  @Test
  void serialisesWhatComesAtTheSameTime() throws Exception {
    List<Path> jars = new ArrayList<>();
    for (int i = 1; i <= 6; i++) {
      jars.add(
          TestPlugin.speaker("acme.many", i + ".0.0").to(folder.resolve("many-" + i + ".jar")));
    }
    List<Callable<Deployment>> installs = new ArrayList<>();
    jars.forEach(jar -> installs.add(() -> platform.install(jar)));
    List<Deployment> ends = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(jars.size())) {
      for (Future<Deployment> end : threads.invokeAll(installs)) {
        ends.add(end.get());
      }
    }
    assertThat(ends).extracting(Deployment::state).isSubsetOf(State.COMMITTED, State.REJECTED);
    assertThat(platform.said())
        .as("%s", ends)
        .containsExactly("acme.many 6.0.0", "acme.speaker 2.0.0");
    assertThat(ends)
        .filteredOn(d -> d.state() == State.REJECTED)
        .allSatisfy(d -> assertThat(d.reason()).contains("is older than"));
    platform.change(Deployment.Action.REMOVE, "acme.many", "bob");
  }
}
